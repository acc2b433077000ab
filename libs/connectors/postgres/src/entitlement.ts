import pg from 'pg';

/**
 * What a login role may do, in four forms:
 * `role:<group>`, `database:<name>:connect`, `schema:<schema>:usage`, `table:<schema>.<table>:<select|insert|update|delete>`.
 * Schemas and tables are those of the target's configured database.
 */
export type Entitlement =
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'database'; readonly database: string }
  | { readonly kind: 'schema'; readonly schema: string }
  | { readonly kind: 'table'; readonly schema: string; readonly table: string; readonly privilege: string };

const name = '([\\p{L}_][\\p{L}\\p{N}_$-]{0,62})';
const forms: readonly { readonly pattern: RegExp; readonly read: (match: string[]) => Entitlement }[] = [
  { pattern: new RegExp(`^role:${name}$`, 'u'), read: ([, role = '']) => ({ kind: 'role', role }) },
  {
    pattern: new RegExp(`^database:${name}:connect$`, 'u'),
    read: ([, database = '']) => ({ kind: 'database', database }),
  },
  {
    pattern: new RegExp(`^schema:${name}:usage$`, 'u'),
    read: ([, schema = '']) => ({ kind: 'schema', schema }),
  },
  {
    pattern: new RegExp(`^table:${name}\\.${name}:(select|insert|update|delete)$`, 'u'),
    read: ([, schema = '', table = '', privilege = '']) => ({ kind: 'table', schema, table, privilege }),
  },
];

/** Undefined for a text in none of the four forms. */
export function parseEntitlement(text: string): Entitlement | undefined {
  for (const { pattern, read } of forms) {
    const match = pattern.exec(text);
    if (match) return read([...match]);
  }
  return undefined;
}

const quote = (identifier: string) => pg.escapeIdentifier(identifier);

/** `<privilege> ON <object>`, or the role itself: what stands between GRANT or REVOKE and TO or FROM. */
function subject(entitlement: Entitlement): string {
  switch (entitlement.kind) {
    case 'role':
      return quote(entitlement.role);
    case 'database':
      return `CONNECT ON DATABASE ${quote(entitlement.database)}`;
    case 'schema':
      return `USAGE ON SCHEMA ${quote(entitlement.schema)}`;
    case 'table': {
      const { schema, table, privilege } = entitlement;
      return `${privilege.toUpperCase()} ON TABLE ${quote(schema)}.${quote(table)}`;
    }
  }
}

export function grantStatement(entitlement: Entitlement, account: string): string {
  return `GRANT ${subject(entitlement)} TO ${quote(account)}`;
}

export function revokeStatement(entitlement: Entitlement, account: string): string {
  return `REVOKE ${subject(entitlement)} FROM ${quote(account)}`;
}
