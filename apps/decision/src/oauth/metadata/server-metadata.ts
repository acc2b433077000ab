import { dpopAlgorithms } from '../dpop/dpop-proofs.js';
import { grantTypes } from '../token/token-request.js';

export const SERVER_METADATA = Symbol('ServerMetadata');

/** RFC 8414 section 2, with RFC 9396 section 10 and what RFC 8725 asks to be said about algorithms. */
export function describeServer(issuer: string) {
  const algorithms = ['EdDSA', 'ES256'];
  return {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'spiffe_jwt', 'none'],
    registration_endpoint: `${issuer}/oauth/register`,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
    revocation_endpoint: `${issuer}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: ['private_key_jwt', 'spiffe_jwt', 'none'],
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    dpop_signing_alg_values_supported: dpopAlgorithms,
    grant_types_supported: Object.values(grantTypes),
    response_types_supported: [] as string[],
    authorization_details_types_supported: ['trivium_access'],
  } as const;
}

export type ServerMetadata = ReturnType<typeof describeServer>;
