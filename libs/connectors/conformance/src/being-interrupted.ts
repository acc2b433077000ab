import { TargetUnavailable } from '@trivium/revocation';
import { until } from '@trivium/testing';
import { actNames, acts, newAct, type WatchedConnector } from './acts.js';
import type { Opened, Suite } from './suite.js';
import { connectionsEnd, openConnections } from './ways.js';

const mostAnswers = 400;

/** What the acts owe when the connection is lost, or nothing more arrives, in the middle of them. */
export function beingInterrupted(suite: () => Suite): void {
  /** The act with the connection lost after one answer, after two, and so on until it is through. The last result. */
  async function lostAgainAndAgain<T>(attempt: (connector: WatchedConnector) => Promise<T>): Promise<T> {
    for (let after = 0; after < mostAnswers; after += 1) {
      const connector = await suite().through({ kind: 'cut', after });
      const [outcome] = await Promise.allSettled([attempt(connector)]);
      await connector.close();
      if (outcome.status === 'fulfilled') return outcome.value;
      expect(outcome.reason).toBeInstanceOf(TargetUnavailable);
    }
    throw new Error(`not through after ${mostAnswers} answers`);
  }

  async function reads(opened: Opened): Promise<void> {
    const session = await suite().login(opened);
    expect([await session.may('read'), await session.may('write')]).toEqual([true, false]);
    await session.close();
  }

  it('gives access as one call would, however often it is lost', async () => {
    const account = suite().account('lost-giving');
    await lostAgainAndAgain((connector) => connector.provision(account, newAct()));
    const secret = await lostAgainAndAgain((connector) => connector.issue(account, newAct()));
    await reads({ account, secret });
  });

  it('replaces a secret as one call would, however often it is lost', async () => {
    const { account, secret } = await suite().opened('lost-renewing');
    const next = await lostAgainAndAgain((connector) =>
      connector.rotate(account, { secret, mode: 'revoke' }, newAct()),
    );
    expect(await suite().letsIn(account, secret)).toBe(false);
    await reads({ account, secret: next });
  });

  it('ends access as one call would, however often it is lost', async () => {
    const opened = await suite().opened('lost-ending');
    const session = await suite().login(opened);
    await lostAgainAndAgain((connector) => connector.revoke(opened.account, newAct()));
    expect(await until(async () => !(await session.may('read')))).toBe(true);
    expect(await suite().letsIn(opened.account, opened.secret)).toBe(false);
    expect(await suite().access(opened.account)).toBe('refused');
    expect((await suite().connector.revoke(opened.account, newAct())).outcome).toBe('already');
    await session.close();
  });

  it('never takes a lost connection for a refusal', async () => {
    const { account, secret } = await suite().opened('lost-verifying');
    for (const known of [secret, undefined]) {
      const seen = await lostAgainAndAgain((connector) => connector.verify(account, known, newAct()));
      expect(seen.access).toBe('accepted');
    }
  });

  it.each(actNames.flatMap((act) => [0, 1, 2, 3].map((after) => ({ act, after }))))(
    'ends with its signal when nothing more arrives after $after answers to $act',
    async ({ act, after }) => {
      const { account } = await suite().opened('stalled');
      const before = openConnections();
      const caller = new AbortController();
      const reason = new Error('shutting down');
      const connector = await suite().through({ kind: 'stalls', after, stalled: () => caller.abort(reason) });
      const [outcome] = await Promise.allSettled([acts[act](connector, account, newAct(caller.signal))]);
      await connector.close();
      if (caller.signal.aborted) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { cause: reason } });
        expect(outcome).toHaveProperty('reason.code', 'ERR_TARGET_UNAVAILABLE');
      } else expect(outcome.status).toBe('fulfilled');
      await connectionsEnd(before);
    },
  );
}
