/**
 * RFC 6749 section 5.2, RFC 8693 section 2.2.2 (`invalid_target`), RFC 9396 section 5, RFC 7591
 * section 3.2.2, RFC 9449 section 5, and one for what RFC 6749 leaves to HTTP.
 */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_authorization_details'
  | 'invalid_software_statement'
  | 'invalid_client_metadata'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'temporarily_unavailable';

const statusOf: Partial<Record<OAuthErrorCode, number>> = {
  invalid_client: 401,
  temporarily_unavailable: 503,
};

/** What a client is told. `description` is a sentence without secrets or inner causes; those go in `cause`, to the log. */
export class OAuthError extends Error {
  readonly code = 'ERR_OAUTH';
  readonly status: number;
  /** Tells the one refusal apart that proves an end of access: `contained`. */
  readonly reason: 'contained' | undefined;

  constructor(
    readonly error: OAuthErrorCode,
    readonly description: string,
    options?: ErrorOptions & { readonly reason?: 'contained'; readonly status?: number },
  ) {
    super(`${error}: ${description}`, options);
    this.reason = options?.reason;
    this.status = options?.status ?? statusOf[error] ?? 400;
  }
}
