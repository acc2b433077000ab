import { InvalidAccount } from '@trivium/revocation';

export interface TopicGrant {
  readonly resource: 'topic' | 'group';
  readonly operation: 'READ' | 'WRITE' | 'DESCRIBE';
  readonly name: string;
  /** Every name that begins with `name`. */
  readonly prefixed: boolean;
}

const grammar = /^(topic|group):(read|write|describe):([A-Za-z0-9._-]{1,248})(\*?)$/;
const userName = /^[A-Za-z0-9._-]{1,128}$/;

export function checkName(target: string, name: string): void {
  if (!userName.test(name))
    throw new InvalidAccount(
      target,
      'name',
      'must be 1 to 128 letters, digits, dots, dashes and underscores',
    );
}

/** `topic:read:orders`, `topic:write:orders.*` (a prefix), `group:read:reports`. */
export function readGrants(target: string, entitlements: readonly string[]): TopicGrant[] {
  return entitlements.map((text) => {
    const [, resource, operation, name, star] = grammar.exec(text) ?? [];
    if (!name)
      throw new InvalidAccount(
        target,
        'entitlements',
        `"${text.slice(0, 80)}" is not resource:operation:name`,
      );
    const upper = String(operation).toUpperCase() as TopicGrant['operation'];
    return {
      resource: resource === 'group' ? 'group' : 'topic',
      operation: upper,
      name,
      prefixed: star === '*',
    };
  });
}
