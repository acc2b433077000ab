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
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
];
const v6 = ['::/127', '64:ff9b:1::/48', 'fc00::/7', 'fe80::/10', 'ff00::/8'];

const special = new BlockList();
for (const [list, family] of [
  [v4, 'ipv4'],
  [v6, 'ipv6'],
] as const) {
  for (const subnet of list) {
    const [address = '', bits = ''] = subnet.split('/');
    special.addSubnet(address, Number(bits), family);
  }
}

/** The host resolves to an address that outgoing calls may not reach. */
export class AddressNotAllowed extends Error {
  readonly code = 'ERR_ADDRESS_NOT_ALLOWED';
  constructor(host: string) {
    super(
      `"${host}" has a private, loopback or link-local address; allow it in the target's configuration if that is meant`,
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
