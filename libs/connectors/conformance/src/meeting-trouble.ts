import { InvalidAccount, TargetRefused, TargetUnavailable } from '@trivium/revocation';
import { until } from '@trivium/testing';
import { actNames, acts, failureOf, newAct } from './acts.js';
import type { Suite } from './suite.js';
import { openConnections } from './ways.js';

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
      await until(() => openConnections() <= before, { description: 'its connections to end' });
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
    for (const [why, connect] of Object.entries(suite().target.turnedAway)) {
      const connector = suite().watch(connect());
      const { account } = await suite().opened('kept');
      const failure = await failureOf(acts[act](connector, account, newAct()));
      expect([why, failure]).toEqual([why, expect.any(TargetRefused)]);
      expect(await suite().access(account)).toBe('accepted');
      await connector.close();
    }
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
    await Array.fromAsync(connector.discover(newAct()));
    await connector.close();
    await connector.close();
    await until(() => openConnections() <= before, { description: 'its connections to end' });
  });
}
