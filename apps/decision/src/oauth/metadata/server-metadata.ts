import { clientAlgorithms } from '../client-algorithms.js';
import { accessTokenAlgorithm } from '../access-token.js';
import { dpopAlgorithms } from '../dpop/dpop-proofs.js';
import { grantTypes } from '../token/token-request.js';

export const SERVER_METADATA = Symbol('ServerMetadata');

/**
 * RFC 8414 section 2, with RFC 7009, RFC 7591, RFC 9396 section 10, RFC 9449 section 5.1, RFC 9701 section 7 and the SPIFFE client
 * authentication draft. There is no authorization endpoint, so no response type.
 */
export function describeServer(issuer: string) {
  const proven = ['private_key_jwt', 'spiffe_jwt'];
  const ofClients = [...proven, 'none'];
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: [] as string[],
    grant_types_supported: Object.values(grantTypes),
    token_endpoint: `${issuer}/oauth/token`,
    token_endpoint_auth_methods_supported: ofClients,
    token_endpoint_auth_signing_alg_values_supported: clientAlgorithms,
    registration_endpoint: `${issuer}/oauth/register`,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', ...proven],
    introspection_endpoint_auth_signing_alg_values_supported: clientAlgorithms,
    introspection_signing_alg_values_supported: [accessTokenAlgorithm],
    revocation_endpoint: `${issuer}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: ofClients,
    revocation_endpoint_auth_signing_alg_values_supported: clientAlgorithms,
    dpop_signing_alg_values_supported: dpopAlgorithms,
    authorization_details_types_supported: ['trivium_access'],
  };
}

export type ServerMetadata = ReturnType<typeof describeServer>;
