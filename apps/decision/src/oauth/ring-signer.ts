import type { KeyRing } from '@trivium/credentials';
import { accessTokenClaims, accessTokenTyp } from './access-token.js';
import type { Authority } from './authority.js';
import type { TokenSigner } from './token/token-ports.js';

/** Signs with the key whose turn it is. */
export class RingSigner implements TokenSigner {
  constructor(
    private readonly keys: Pick<KeyRing, 'signer'>,
    private readonly issuer: string,
  ) {}

  sign(
    authority: Authority,
    { id, now, expiresIn }: { id: string; now: Date; expiresIn: number },
  ): Promise<string> {
    const claims = { ...accessTokenClaims(authority, this.issuer), jti: id };
    return this.keys.signer.signJwt(claims, { typ: accessTokenTyp, now, expiresIn });
  }
}
