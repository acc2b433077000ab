import { until } from '@trivium/testing';
import { newAct } from './acts.js';
import type { Suite } from './suite.js';
import type { TargetTraits } from './target-under-test.js';

/** What `revoke` and `verify` owe. */
export function endingAccess(suite: () => Suite, { ownsNothing }: TargetTraits): void {
  it('sees that an access still works', async () => {
    const { account, secret } = await suite().opened('present');
    expect([await suite().access(account, secret), await suite().access(account)]).toEqual([
      'accepted',
      'accepted',
    ]);
  });

  it('looks again each time, also when it is asked under the same name', async () => {
    const { connector } = suite();
    const { account, secret } = await suite().opened('looked-at');
    const look = newAct();
    expect((await connector.verify(account, secret, look)).access).toBe('accepted');
    await connector.revoke(account, newAct());
    expect((await connector.verify(account, secret, look)).access).toBe('refused');
  });

  it('ends the login, the open sessions and the entitlements', async () => {
    const opened = await suite().opened('leaver');
    const { account, secret } = opened;
    const session = await suite().login(opened);
    expect(await session.may('read')).toBe(true);
    expect((await suite().connector.revoke(account, newAct())).outcome).toBe('revoked');
    expect(await until(async () => !(await session.may('read')))).toBe(true);
    expect(await suite().letsIn(account, secret)).toBe(false);
    expect([await suite().access(account, secret), await suite().access(account)]).toEqual([
      'refused',
      'refused',
    ]);
    const listed = await suite().discovered(account);
    expect([listed?.enabled ?? false, listed?.entitlements ?? []]).toEqual([false, []]);
    await session.close();
  });

  it('finds nothing left the second time', async () => {
    const { account } = await suite().opened('twice-ended');
    await suite().connector.revoke(account, newAct());
    const before = await suite().discovered(account);
    expect((await suite().connector.revoke(account, newAct())).outcome).toBe('already');
    expect(await suite().discovered(account)).toEqual(before);
  });

  it('has nothing to end where the account never was', async () => {
    const account = suite().account('nobody');
    expect((await suite().connector.revoke(account, newAct())).outcome).toBe('already');
    expect(await suite().access(account)).toBe('refused');
  });

  it('opens an ended account again with nothing of what it had', async () => {
    const { connector, target } = suite();
    const { account, secret } = await suite().opened('rehired');
    await connector.revoke(account, newAct());
    await connector.provision({ ...account, entitlements: target.writer }, newAct());
    const fresh = await connector.issue(account, newAct());
    expect(await suite().letsIn(account, secret)).toBe(false);
    const session = await suite().login({ account, secret: fresh });
    expect([await session.may('read'), await session.may('write')]).toEqual([false, true]);
    await session.close();
  });

  if (!ownsNothing)
    it('leaves what the account owned to the heir', async () => {
      const { target, connector } = suite();
      const { account, secret } = await suite().opened('owner');
      const owner = await target.own?.(account.name, secret);
      expect(await owner?.()).toBe(account.name);
      await connector.revoke(account, newAct());
      expect(await owner?.()).toBe(target.heir);
    });
}
