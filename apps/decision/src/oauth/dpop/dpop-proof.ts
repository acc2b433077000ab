/** A client's proof that it holds a key, checked (RFC 9449 section 4.3); good for one use. */
export interface DpopProof {
  /** RFC 7638 thumbprint of the key: what a token is bound to. */
  readonly jkt: string;
  readonly id: string;
  /** Seconds since the epoch after which the proof is too old anyway. */
  readonly expiresAt: number;
}

/** Whether a proof is for this address: query and fragment do not count (RFC 9449 section 4.3, RFC 3986 section 6.2.3). */
export function isFor(htu: unknown, url: string): boolean {
  const [given, wanted] = [typeof htu === 'string' ? URL.parse(htu) : null, new URL(url)];
  return given !== null && given.origin === wanted.origin && given.pathname === wanted.pathname;
}
