import { AddressNotAllowed, checkLiteral, isPublic, publicLookup } from './public-addresses.js';

describe('addresses that outgoing calls may reach', () => {
  it.each([
    { name: 'loopback', address: '127.0.0.1', want: false },
    { name: 'another loopback', address: '127.8.8.8', want: false },
    { name: 'a private network', address: '10.1.2.3', want: false },
    { name: 'a private network in the middle', address: '172.31.255.255', want: false },
    { name: 'cloud metadata', address: '169.254.169.254', want: false },
    { name: 'IPv6 loopback', address: '::1', want: false },
    { name: 'IPv4 inside IPv6', address: '::ffff:127.0.0.1', want: false },
    { name: 'a unique local address', address: 'fd12::1', want: false },
    { name: 'IPv4 behind a NAT64 gateway', address: '64:ff9b::10.0.0.1', want: false },
    { name: 'a public IPv4 address behind a NAT64 gateway', address: '64:ff9b::93.184.215.14', want: true },
    { name: 'IPv4 in a 6to4 address', address: '2002:7f00:1::1', want: false },
    { name: 'IPv4 in a Teredo address', address: '2001:0:7f00:1::1', want: false },
    { name: 'IPv4 written as IPv6', address: '::127.0.0.1', want: false },
    { name: 'documentation', address: '203.0.113.9', want: false },
    { name: 'multicast', address: '239.1.1.1', want: false },
    { name: 'carrier-grade NAT', address: '100.64.0.1', want: false },
    { name: 'no address at all', address: 'example.org', want: false },
    { name: 'a public address', address: '93.184.215.14', want: true },
    { name: 'a public IPv6 address', address: '2606:2800:21f::1', want: true },
    { name: 'just above a private network', address: '172.32.0.1', want: true },
  ])('$name', ({ address, want }) => expect(isPublic(address)).toBe(want));

  it.each(['http://127.0.0.1/', 'http://[::1]:8080/', 'http://2130706433/', 'http://0x7f.1/'])(
    '%s is refused without a look-up',
    (url) => {
      expect(() => checkLiteral(new URL(url))).toThrow(AddressNotAllowed);
    },
  );

  it('refuses a name that resolves to this machine', async () => {
    const error = await new Promise((resolve) => publicLookup('localhost', {}, resolve));
    expect(error).toBeInstanceOf(AddressNotAllowed);
  });
});
