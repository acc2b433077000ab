import { until } from '@trivium/testing';
import { newAct } from './acts.js';
import type { Suite } from './suite.js';
import type { TargetTraits } from './target-under-test.js';

/** What `rotate` owes. */
export function renewingSecrets(suite: () => Suite, { sessionsOutliveRotation }: TargetTraits): void {
  it('replaces a secret: the new one lets in, the old one does not', async () => {
    const { account, secret } = await suite().opened('leaked');
    const next = await suite().connector.rotate(account, { secret, mode: 'revoke' }, newAct());
    expect([await suite().letsIn(account, secret), await suite().letsIn(account, next)]).toEqual([
      false,
      true,
    ]);
    expect([await suite().access(account, secret), await suite().access(account, next)]).toEqual([
      'refused',
      'accepted',
    ]);
  });

  it(`ends the sessions of the replaced secret${sessionsOutliveRotation ? `: no, ${sessionsOutliveRotation}` : ''}`, async () => {
    const opened = await suite().opened('session');
    const session = await suite().login(opened);
    await suite().connector.rotate(opened.account, { secret: opened.secret, mode: 'revoke' }, newAct());
    if (sessionsOutliveRotation) expect(await session.may('read')).toBe(true);
    else expect(await until(async () => !(await session.may('read')))).toBe(true);
    await session.close();
  });

  it('replaces a secret that Trivium does not know', async () => {
    const { account, secret } = await suite().opened('unknown');
    const next = await suite().connector.rotate(account, { secret: undefined, mode: 'revoke' }, newAct());
    expect([await suite().letsIn(account, secret), await suite().letsIn(account, next)]).toEqual([
      false,
      true,
    ]);
  });

  it('keeps the former secret beside the new one, or refuses to and changes nothing', async () => {
    const opened = await suite().opened('grace');
    const session = await suite().login(opened);
    const next = await suite().keepingFormer(opened);
    expect(await session.may('read')).toBe(true);
    expect(await suite().letsIn(opened.account, opened.secret)).toBe(true);
    expect(await suite().letsIn(opened.account, next ?? opened.secret)).toBe(true);
    await session.close();
  });
}
