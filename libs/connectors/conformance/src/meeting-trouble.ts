import { InvalidAccount, TargetRefused, TargetUnavailable } from '@trivium/revocation';
import { actNames, acts, failureOf, listed, newAct } from './acts.js';
import type { Suite } from './suite.js';
import { connectionsEnd, openConnections } from './ways.js';

const briefMs = 300;
const unanswering = ['closed', 'silent', 'hangs up', 'babbles'] as const;

/** What every act owes when the target does not answer, turns Trivium away, or is asked for the impossible. */
export function meetingTrouble(suite: () => Suite): void {
  it.each(unanswering.flatMap((kind) => actNames.map((act) => ({ kind, act }))))(
    'cannot $act at a target that is "$kind": unavailable, and no connection stays',
    async ({ kind, act }) => {
      const before = openConnections();
      const connector = await suite().through({ kind });
      const failure = await failureOf(
        acts[act](connector, suite().account('absent'), newAct(AbortSignal.timeout(briefMs))),
      );
      expect(failure).toBeInstanceOf(TargetUnavailable);
      expect(failure).toMatchObject({ act, target: connector.target });
      await connector.close();
      await connectionsEnd(before);
    },
  );

  it.each(actNames)('does not begin to %s when its signal has ended', async (act) => {
    const reason = new Error('shutting down');
    const attempt = acts[act](suite().connector, suite().account('late'), newAct(AbortSignal.abort(reason)));
    const failure = await failureOf(attempt);
    expect(failure).toBeInstanceOf(TargetUnavailable);
    expect(failure).toHaveProperty('cause', reason);
  });

  it.each(actNames)('says refused when the target turns its administrator away from %s', async (act) => {
    const { account } = await suite().opened('kept');
    const connector = suite().watch(suite().target.turnedAway());
    expect(await failureOf(acts[act](connector, account, newAct()))).toBeInstanceOf(TargetRefused);
    await connector.close();
    expect(await suite().access(account)).toBe('accepted');
  });

  it.each(['issue', 'rotate', 'revoke'] as const)(
    'says refused when its administrator has no right to %s, and nothing has changed',
    async (act) => {
      const { account, secret } = await suite().opened('kept');
      const connector = suite().watch(suite().target.powerless());
      expect(await failureOf(acts[act](connector, account, newAct()))).toBeInstanceOf(TargetRefused);
      await connector.close();
      expect(await suite().letsIn(account, secret)).toBe(true);
    },
  );

  it('says refused when its administrator has no right to provision', async () => {
    const account = suite().account('not-made');
    const connector = suite().watch(suite().target.powerless());
    expect(await failureOf(connector.provision(account, newAct()))).toBeInstanceOf(TargetRefused);
    await connector.close();
    expect(await suite().discovered(account)).toBeUndefined();
  });

  it('never says that an access has ended because its administrator may not look', async () => {
    const { account } = await suite().opened('unseen');
    const connector = suite().watch(suite().target.powerless());
    const [seen] = await Promise.allSettled([connector.verify(account, undefined, newAct())]);
    if (seen.status === 'rejected') expect(seen.reason).toBeInstanceOf(TargetRefused);
    else expect(seen.value.access).toBe('accepted');
    await connector.close();
  });

  it('provisions no account that no such target could hold', async () => {
    for (const [why, account] of Object.entries(suite().target.impossible)) {
      const failure = await failureOf(suite().connector.provision(account, newAct()));
      expect([why, failure]).toEqual([why, expect.any(InvalidAccount)]);
    }
  });

  it('closes once and again', async () => {
    const before = openConnections();
    const connector = await suite().through({ kind: 'cut', after: Number.POSITIVE_INFINITY });
    await listed(connector);
    await connector.close();
    await connector.close();
    await connectionsEnd(before);
  });
}
