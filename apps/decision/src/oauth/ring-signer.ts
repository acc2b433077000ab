import type { KeyRing } from '@trivium/credentials';
import { accessTokenClaims, accessTokenTyp } from './access-token.js';
import type { Authority } from './authority.js';
import { keyLink } from './token-chain.js';
import type { SignedToken, TokenSigner } from './token/token-ports.js';

/** Signs with the key whose turn it is. */
export class RingSigner implements TokenSigner {
  constructor(
    private readonly keys: Pick<KeyRing, 'signer'>,
    private readonly issuer: string,
  ) {}

  async sign(
    authority: Authority,
    { id, now, expiresIn }: { id: string; now: Date; expiresIn: number },
  ): Promise<SignedToken> {
    const { signer } = this.keys;
    const claims = { ...accessTokenClaims(authority, this.issuer, signer.kid), jti: id };
    const text = await signer.signJwt(claims, { typ: accessTokenTyp, now, expiresIn });
    return { text, key: keyLink(signer.kid) };
  }
}
