import { hash, timingSafeEqual } from 'node:crypto';
import QuickLRU from 'quick-lru';

/** Who may ask this service: an id and the SHA-256 of a generated secret of at least 128 random bits. */
export interface RegisteredClient {
  readonly id: string;
  /** Lower-case hex. */
  readonly secretSha256: string;
}

const nobody = Buffer.alloc(32);

/** Knows callers by `client_secret_basic` (RFC 6749 section 2.3.1). The secrets are random, so one plain hash is enough to store them. */
export class RegisteredClients {
  readonly #hashes: ReadonlyMap<string, Buffer>;
  /** Headers that were good, by their digest, so that the time of the look-up says nothing about a secret. */
  readonly #accepted = new QuickLRU<string, string>({ maxSize: 1_000 });

  constructor(clients: readonly RegisteredClient[]) {
    this.#hashes = new Map(clients.map(({ id, secretSha256 }) => [id, Buffer.from(secretSha256, 'hex')]));
  }

  /** The id of the caller, or undefined. Takes as long for an unknown id as for a wrong secret. */
  authenticate(authorization: string | undefined): string | undefined {
    if (authorization === undefined) return undefined;
    const digest = hash('sha256', authorization, 'base64');
    const known = this.#accepted.get(digest);
    if (known !== undefined) return known;
    const id = this.#check(authorization);
    if (id !== undefined) this.#accepted.set(digest, id);
    return id;
  }

  #check(authorization: string): string | undefined {
    const credentials = parseBasic(authorization);
    if (!credentials) return undefined;
    const expected = this.#hashes.get(credentials.id);
    const given = hash('sha256', credentials.secret, 'buffer');
    return timingSafeEqual(given, expected ?? nobody) && expected ? credentials.id : undefined;
  }
}

/** RFC 7617, with both parts form-encoded as OAuth asks. */
export function parseBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  if (!authorization || !/^basic /i.test(authorization)) return undefined;
  const text = Buffer.from(authorization.slice(6), 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)].map(formDecode);
  return id && secret ? { id, secret } : undefined;
}

function formDecode(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A lone `%` is no form encoding: the credentials are malformed, which is all a caller may learn.
    return undefined;
  }
}
