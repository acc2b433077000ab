import type { SigningKey } from '@trivium/credentials';
import { callerTokenSeconds, gatewayIssuer, type Caller, type Clock } from '@trivium/runtime';
import QuickLRU from 'quick-lru';

const reuseMs = (callerTokenSeconds / 2) * 1000;

/** Says to a service who is calling, in the gateway's own signed words; one token serves a caller for half its life. */
export class CallerTokens {
  readonly #tokens = new QuickLRU<string, Promise<string>>({ maxSize: 5_000, maxAge: reuseMs });

  constructor(
    private readonly key: Pick<SigningKey, 'signJwt'>,
    private readonly clock: Clock,
  ) {}

  for(caller: Caller, service: string): Promise<string> {
    const id = JSON.stringify([service, caller]);
    const kept = this.#tokens.get(id);
    if (kept) return kept;
    const { subject, person, roles } = caller;
    const claims = { iss: gatewayIssuer, aud: service, sub: subject, person, roles: [...roles] };
    const token = this.key.signJwt(claims, {
      typ: 'JWT',
      now: this.clock.now(),
      expiresIn: callerTokenSeconds,
    });
    this.#tokens.set(id, token);
    return token;
  }
}
