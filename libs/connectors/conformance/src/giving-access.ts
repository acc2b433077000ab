import { generatePassword } from '@trivium/credentials';
import { TargetRefused } from '@trivium/revocation';
import { newAct } from './acts.js';
import type { Suite } from './suite.js';
import type { TargetTraits } from './target-under-test.js';

/** What `provision`, `issue` and `discover` owe. */
export function givingAccess(suite: () => Suite, { knowsNoShutAccounts }: TargetTraits): void {
  it('provisions an account that is listed with its entitlements, and that no secret opens yet', async () => {
    const { connector, target } = suite();
    const account = suite().account('new');
    await connector.provision(account, newAct());
    const listed = await suite().discovered(account);
    expect(listed).toMatchObject({ name: account.name, enabled: true });
    expect(new Set(listed?.entitlements)).toEqual(new Set(target.reader));
    expect(await suite().letsIn(account, generatePassword())).toBe(false);
  });

  it('issues a secret that lets in, to what was provisioned and to nothing else', async () => {
    const opened = await suite().opened('reader');
    const session = await suite().login(opened);
    expect([await session.may('read'), await session.may('write')]).toEqual([true, false]);
    await session.close();
  });

  it('takes away and gives what differs when other entitlements are provisioned, and keeps the secret', async () => {
    const { connector, target } = suite();
    const { account, secret } = await suite().opened('mover');
    const moved = { ...account, entitlements: target.writer };
    await connector.provision(moved, newAct());
    expect(new Set((await suite().discovered(account))?.entitlements)).toEqual(new Set(target.writer));
    const session = await suite().login({ account, secret });
    expect([await session.may('read'), await session.may('write')]).toEqual([false, true]);
    await session.close();
  });

  it('changes nothing when the same is provisioned again', async () => {
    const { connector } = suite();
    const opened = await suite().opened('twice');
    const session = await suite().login(opened);
    const before = await suite().discovered(opened.account);
    await connector.provision(opened.account, newAct());
    expect(await session.may('read')).toBe(true);
    expect(await suite().discovered(opened.account)).toEqual(before);
    await session.close();
  });

  it('issues again: the newest secret lets in', async () => {
    const { account } = await suite().opened('again');
    const newest = await suite().connector.issue(account, newAct());
    expect(await suite().letsIn(account, newest)).toBe(true);
  });

  it('gives no secret to an account that is not provisioned, and makes none', async () => {
    const { connector } = suite();
    const account = suite().account('never');
    await expect(connector.issue(account, newAct())).rejects.toThrow(TargetRefused);
    const renewed = connector.rotate(account, { secret: undefined, mode: 'revoke' }, newAct());
    await expect(renewed).rejects.toThrow(TargetRefused);
    expect((await suite().discovered(account))?.enabled ?? false).toBe(false);
  });

  if (!knowsNoShutAccounts)
    it('opens what an operator had shut without letting its former secret in again', async () => {
      const { connector, target } = suite();
      const { account, secret } = await suite().opened('shut');
      await target.disable?.(account.name);
      expect((await suite().discovered(account))?.enabled).toBe(false);
      expect(await suite().letsIn(account, secret)).toBe(false);
      await connector.provision(account, newAct());
      expect((await suite().discovered(account))?.enabled).toBe(true);
      expect(await suite().letsIn(account, secret)).toBe(false);
    });
}
