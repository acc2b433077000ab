import { checkName, readEntitlements } from './account.js';

const target = { name: 'orders-db', adminUser: 'trivium_admin', owner: 'orders_owner' };

describe('an account at a PostgreSQL server', () => {
  it.each(['ada', 'o"brien', 'Žofie-雪', 'x'.repeat(63), 'a b; --'])('may be called %j', (name) => {
    expect(() => checkName(target, name)).not.toThrow();
  });

  it.each([
    { why: 'it is empty', name: '' },
    { why: 'it has 64 bytes', name: 'x'.repeat(64) },
    { why: 'it has 32 characters of two bytes', name: 'é'.repeat(32) },
    { why: 'of a null character', name: 'a\0b' },
    { why: 'it is half a character', name: 'a\ud800' },
    { why: 'the server keeps it for itself', name: 'pg_monitor' },
    { why: 'it is the administrator', name: 'trivium_admin' },
    { why: 'it inherits what others owned', name: 'orders_owner' },
  ])('has no name when $why', ({ name }) => {
    expect(() => checkName(target, name)).toThrow(/: name /);
  });

  it('is refused with the entitlement that is in no known form', () => {
    const account = { name: 'ada', entitlements: ['role:reporting', 'superuser'] };
    expect(() => readEntitlements(target, account)).toThrow(/entitlements has "superuser"/);
  });
});
