import { connectorConformance } from './connector-conformance.js';
import { FakeConnector } from './fake-connector.js';
import { FakeLine, FakeTarget } from './fake-target.js';
import { Secret } from '@trivium/credentials';
import type { BookSession } from './account-book.js';
import type { Session, TargetUnderTest } from './target-under-test.js';

const reader = ['orders:read'];
const writer = ['orders:write'];

function sessionOf(session: BookSession): Session {
  return {
    may: async (action) => session.may(`orders:${action}`),
    close: async () => undefined,
  };
}

async function start(): Promise<TargetUnderTest> {
  const system = new FakeTarget('orders');
  const refusing = () => {
    const other = new FakeTarget('orders');
    other.mood = 'refusing';
    return new FakeConnector(other);
  };
  let names = 0;
  return {
    connector: new FakeConnector(system),
    through: async (way) => new FakeConnector(system, new FakeLine(way)),
    turnedAway: refusing,
    powerless: refusing,
    secrets: [new Secret('nothing to be found')],
    reader,
    writer,
    impossible: {
      'an empty name': { name: '', entitlements: reader },
      'an entitlement with blanks': { name: 'ada', entitlements: ['a b'] },
    },
    name: (part) => `${part}-${(names += 1)}`,
    login: async (name, secret) => {
      const session = system.book.login(name, secret.reveal());
      return session && sessionOf(session);
    },
    disable: async (name) => system.book.disable(name),
    own: async (name) => {
      system.book.own('ledger', name);
      return async () => system.book.ownerOf('ledger');
    },
    heir: 'keeper',
    stop: async () => undefined,
  };
}

connectorConformance('the fake that use-case specs work with', start);
