import { InvalidAccount } from '@trivium/revocation';

const userName = /^[A-Za-z0-9._@-]{1,128}$/;
/** Commands, categories, keys and channels; nothing that sets passwords or switches the user on. */
const rule = /^(\+@?[a-z|_-]{1,64}|-@?[a-z|_-]{1,64}|%?[RW]{0,2}~\S{1,200}|&\S{1,200})$/i;

export function checkName(target: string, name: string): void {
  if (!userName.test(name))
    throw new InvalidAccount(target, 'name', 'must be 1 to 128 letters, digits and . _ @ -');
}

/** Entitlements are ACL rules: `+@read`, `+get`, `~orders:*`, `&updates`. */
export function readRules(target: string, entitlements: readonly string[]): readonly string[] {
  const wrong = entitlements.find((one) => !rule.test(one));
  if (wrong !== undefined)
    throw new InvalidAccount(
      target,
      'entitlements',
      `"${wrong.slice(0, 80)}" is no ACL rule that may be given`,
    );
  return entitlements;
}
