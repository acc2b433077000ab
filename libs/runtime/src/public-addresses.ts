import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IANA special-purpose registries (RFC 6890 and updates): nothing in them is a public host. */
// An IPv4 address inside IPv6 (::ffff:…) is checked as the IPv4 address that it is.
const v4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
const v6 = [
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

/** What a NAT64 gateway would turn into the IPv4 subnet (RFC 6052). */
const translated = ({ address, bits }: Subnet): Subnet => ({
  address: `64:ff9b::${address}`,
  bits: bits + 96,
});

interface Subnet {
  readonly address: string;
  readonly bits: number;
}

function subnet(text: string): Subnet {
  const [address = '', bits = ''] = text.split('/');
  return { address, bits: Number(bits) };
}

const special = new BlockList();
for (const { address, bits } of v4.map(subnet)) special.addSubnet(address, bits, 'ipv4');
for (const { address, bits } of [...v6.map(subnet), ...v4.map(subnet).map(translated)])
  special.addSubnet(address, bits, 'ipv6');

/** The host resolves to an address that outgoing calls may not reach. */
export class AddressNotAllowed extends Error {
  readonly code = 'ERR_ADDRESS_NOT_ALLOWED';
  constructor(host: string) {
    super(
      `"${host}" has a private, loopback or link-local address; allow it in the configuration if that is meant`,
    );
  }
}

export function isPublic(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !special.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** A literal address in a URL is never looked up, so it is checked by itself. */
export function checkLiteral(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isPublic(host)) throw new AddressNotAllowed(host);
}

/** Resolves at connect time and refuses when any answer is not public, so a name cannot point elsewhere between check and use. */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const refused =
      error ?? (found.every(({ address }) => isPublic(address)) ? null : new AddressNotAllowed(host));
    const [first] = found ?? [];
    if (refused || !first) return callback(refused ?? new AddressNotAllowed(host), '', 4);
    if (options.all) return callback(null, found);
    callback(null, first.address, first.family);
  });
};
