import { grantStatement, parseEntitlement, revokeStatement } from './entitlement.js';

describe('an entitlement of a login role', () => {
  it.each([
    { text: 'role:reporting', grant: 'GRANT "reporting" TO "o""brien"' },
    { text: 'database:orders:connect', grant: 'GRANT CONNECT ON DATABASE "orders" TO "o""brien"' },
    { text: 'schema:app:usage', grant: 'GRANT USAGE ON SCHEMA "app" TO "o""brien"' },
    { text: 'table:app.orders:select', grant: 'GRANT SELECT ON TABLE "app"."orders" TO "o""brien"' },
    {
      text: 'table:app.Bestellungen_ü:delete',
      grant: 'GRANT DELETE ON TABLE "app"."Bestellungen_ü" TO "o""brien"',
    },
  ])('$text', ({ text, grant }) => {
    const entitlement = parseEntitlement(text)!;
    expect(grantStatement(entitlement, 'o"brien')).toBe(grant);
    const revoke = grant.replace(/^GRANT/, 'REVOKE').replace(/ TO /, ' FROM ');
    expect(revokeStatement(entitlement, 'o"brien')).toBe(revoke);
  });

  it.each([
    'role:',
    'role:a b',
    'role:x"; DROP ROLE y; --',
    'database:orders:create',
    'schema:app',
    'table:orders:select',
    'table:app.orders:truncate',
    'table:app.orders:SELECT',
    'superuser',
    '',
    'role:reporting\nrole:admin',
  ])('%j is none', (text) => expect(parseEntitlement(text)).toBeUndefined());
});
