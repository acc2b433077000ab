import { KeysUnavailable, TokenRefused } from '@trivium/credentials';
import { OAuthError, type OAuthErrorCode } from '../oauth.errors.js';
import { UnusableAssertion } from '../road-assertion.js';
import { AssertionReplayed, ProofReplayed } from './issuance.store.js';

/** Says in OAuth's words why something presented was not accepted; what is no refusal rises as it is. */
export async function refusingAs<T>(
  code: OAuthErrorCode,
  subject: string,
  check: () => Promise<T>,
): Promise<T> {
  try {
    return await check();
  } catch (cause) {
    if (cause instanceof TokenRefused)
      throw new OAuthError(code, `${subject} is refused: ${cause.reason}`, { cause });
    if (cause instanceof UnusableAssertion)
      throw new OAuthError(code, `${subject} is refused: ${cause.message}`, { cause });
    if (cause instanceof KeysUnavailable) {
      throw new OAuthError('temporarily_unavailable', `the keys to check ${subject} cannot be had now`, {
        cause,
      });
    }
    throw cause;
  }
}

/** The same for what is good for one use and was used. */
export async function refusingReplays<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof AssertionReplayed)
      throw new OAuthError('invalid_client', 'the client assertion was used before', { cause });
    if (cause instanceof ProofReplayed)
      throw new OAuthError('invalid_dpop_proof', 'the DPoP proof was used before', { cause });
    throw cause;
  }
}
