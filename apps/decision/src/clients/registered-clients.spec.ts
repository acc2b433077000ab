import { generatePassword, sha256Hex } from '@trivium/credentials';
import { RegisteredClients } from './registered-clients.js';

const secret = generatePassword().reveal();
const clients = new RegisteredClients([{ id: 'tool gateway', secretSha256: sha256Hex(secret) }]);
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a caller', () => {
  it.each([
    { name: 'with its id and secret', header: basic(`tool+gateway:${secret}`), want: 'tool gateway' },
    {
      name: 'who writes the scheme otherwise',
      header: basic(`tool%20gateway:${secret}`).replace('Basic', 'bASIC'),
      want: 'tool gateway',
    },
    { name: 'with a wrong secret', header: basic(`tool+gateway:${secret}x`), want: undefined },
    {
      name: 'with the stored hash as secret',
      header: basic(`tool+gateway:${sha256Hex(secret)}`),
      want: undefined,
    },
    { name: 'with an unknown id', header: basic(`other:${secret}`), want: undefined },
    { name: 'without a secret', header: basic('tool+gateway:'), want: undefined },
    { name: 'without a colon', header: basic('tool+gateway'), want: undefined },
    { name: 'with a lone percent sign', header: basic(`tool%:${secret}`), want: undefined },
    { name: 'with another scheme', header: `Bearer ${secret}`, want: undefined },
    { name: 'without a header', header: undefined, want: undefined },
  ])('$name', ({ header, want }) => expect(clients.authenticate(header)).toBe(want));
});
