/** The page's connection to the gateway's stream. Instants are milliseconds of the page's own clock. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** The connection is lost and the next attempt is due at `retryAt`. */
  | { readonly kind: 'waiting'; readonly since: number; readonly retryAt: number; readonly because: string }
  | { readonly kind: 'signed-out' };
