import { TokenRefused, verifyJwt, type KeyRing, type KeySet } from '@trivium/credentials';
import { formatLink, parseLink } from '@trivium/identity';
import type { Clock } from '@trivium/runtime';
import { z } from 'zod';
import { action, resource, subject } from '../authzen/evaluation-request.js';
import { accessTokenAlgorithm } from '../oauth/access-token.js';
import { denialSeconds, type Denial } from './denial.js';
import { AccessRequestRefused } from './access-request.errors.js';

/** Keeps a binding token from passing for any other token that the same keys sign. */
const typ = 'trv-denial+jwt';

const claims = z.object({
  jti: z.string(),
  client_id: z.string(),
  subject,
  action,
  resource,
  reason: z.string(),
  template: z.string(),
  trv_link: z.string(),
});

export interface BoundDenial {
  readonly token: string;
  /** The `exp` of the token: whole seconds. */
  readonly expiresAt: Date;
}

/** The decision point's word about a denial, given to the caller and brought back with a request (profile, section 21.1.4). */
export class DenialTokens {
  constructor(
    private readonly keys: Pick<KeyRing, 'signer'> & { readonly find: KeySet },
    private readonly issuer: string,
    /** Who it is for: the address of the access request endpoint. */
    private readonly audience: string,
    private readonly clock: Clock,
  ) {}

  async bind({ evaluationId, caller, link, ...denied }: Denial): Promise<BoundDenial> {
    const now = this.clock.now();
    const token = await this.keys.signer.signJwt(
      {
        iss: this.issuer,
        aud: this.audience,
        jti: evaluationId,
        evaluation_id: evaluationId,
        client_id: caller,
        trv_link: formatLink(link),
        binding_context_members: [],
        ...denied,
      },
      { typ, now, expiresIn: denialSeconds },
    );
    return { token, expiresAt: new Date((Math.floor(now.getTime() / 1_000) + denialSeconds) * 1_000) };
  }

  /** Throws `AccessRequestRefused` for what this decision point did not say, or no longer says. */
  async verify(token: string): Promise<Denial & Pick<BoundDenial, 'expiresAt'>> {
    const { jti, client_id, trv_link, exp, ...denied } = await this.#claims(token);
    const expiresAt = new Date(exp * 1_000);
    return { ...denied, evaluationId: jti, caller: client_id, link: parseLink(trv_link), expiresAt };
  }

  async #claims(token: string) {
    try {
      const verified = await verifyJwt(token, this.keys.find, {
        typ,
        algorithms: [accessTokenAlgorithm],
        issuer: this.issuer,
        audience: this.audience,
        now: this.clock.now(),
      });
      const parsed = claims.safeParse(verified.claims);
      if (!parsed.success) throw new TokenRefused('claim', { cause: parsed.error });
      return { ...parsed.data, exp: verified.claims.exp };
    } catch (cause) {
      if (!(cause instanceof TokenRefused)) throw cause;
      if (cause.reason === 'expired')
        throw new AccessRequestRefused('expired_denial', 'The denial has expired; evaluate again.', {
          cause,
        });
      const detail = 'The binding token is not the word of this decision point.';
      throw new AccessRequestRefused('invalid_denial_binding', detail, { cause });
    }
  }
}
