import type { SystemUnderTest } from '../system.js';
import type { ConsolePage } from './console-page.js';

/** Somebody new signs in: with what was handed over, with a password of their own that will not do, and with one that does. */
export async function chooseFirstPassword(
  system: SystemUnderTest,
  console: ConsolePage,
  userName: string,
  look: () => Promise<void>,
): Promise<void> {
  const wish = { userName, roles: ['auditor'] };
  const handed = await system.operator.send<{ oneTimePassword: string }>('POST', '/v1/users', wish);
  await console.signIn(userName, handed.oneTimePassword);
  const alert = console.page.getByRole('alert');
  await alert.filter({ hasText: 'Choose one of your own to go on.' }).waitFor();
  await console.newPassword.fill(`${userName} and more of it`);
  await look();
  await console.enter.click();
  await alert.filter({ hasText: 'It must not contain the user name.' }).waitFor();
  await console.newPassword.fill('seven quiet harbours');
  await console.enter.click();
  await console.title.waitFor();
  await console.page.getByRole('button', { name: `Account of user:${userName}` }).waitFor();
}
