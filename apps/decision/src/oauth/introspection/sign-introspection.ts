import type { KeyRing } from '@trivium/credentials';
import type { Clock } from '@trivium/runtime';

/** RFC 9701 section 5. */
export const signedIntrospectionType = 'application/token-introspection+jwt';
const typ = 'token-introspection+jwt';

/** Whether the caller asks for a signed answer; without a wish, or with any other, it gets JSON. */
export function wantsSigned(accept: string | undefined): boolean {
  return accept !== undefined && accept.toLowerCase().includes(signedIntrospectionType);
}

/** Signs what introspection says, for the resource server that asked and no other (RFC 9701 section 5). */
export class SignIntrospection {
  constructor(
    private readonly keys: Pick<KeyRing, 'signer'>,
    private readonly issuer: string,
    private readonly clock: Clock,
  ) {}

  /** `body` is the JSON answer. The JWT has no `exp` and no `sub`, so that it cannot pass for an access token. */
  execute(body: string, caller: string): Promise<string> {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    const claims = { iss: this.issuer, aud: caller, iat, token_introspection: JSON.parse(body) as unknown };
    return this.keys.signer.signCompact(claims, typ);
  }
}
