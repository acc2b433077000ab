import { TokenRefused, verifyJwt, type KeySet, type VerifiedJwt } from '@trivium/credentials';
import { roads, type Road } from '@trivium/identity';
import type { Clock } from '@trivium/runtime';
import { decodeJwt, errors } from 'jose';
import { readStatement, statementTyp } from '../clients/client-statement.js';
import type { RoadStatements } from '../clients/register-client.js';
import type { Registration } from '../clients/registration.js';
import { clientAlgorithms } from '../client-algorithms.js';
import { assertionIssuer, assertionTyp, readAssertion, type RoadAssertion } from '../road-assertion.js';
import type { ClientAssertion } from './issuance.store.js';
import type { ClientAssertions, RoadAssertions } from './token-ports.js';

/** The audience of every road's assertions. */
export const assertionAudience = 'trivium:decision';

/** Seconds by which a road's or a client's clock may differ from ours. */
const clockTolerance = 10;
/** RFC 7523 section 3 lets us refuse assertions that live unreasonably long; each has to be remembered until it ends. */
const longestClientAssertion = 600;
const longestId = 200;

/** What the roads sign for this service, checked with the keys that each publishes. */
export class JoseRoadAssertions implements RoadAssertions {
  constructor(
    private readonly keys: Readonly<Record<Road, KeySet>>,
    private readonly clock: Clock,
  ) {}

  async verify(assertion: string): Promise<RoadAssertion> {
    const { claims } = await verifyOfRoad(assertion, assertionTyp, this.keys, this.clock.now());
    return readAssertion(claims);
  }
}

export class JoseRoadStatements implements RoadStatements {
  constructor(
    private readonly keys: Readonly<Record<Road, KeySet>>,
    private readonly clock: Clock,
  ) {}

  async verify(statement: string): Promise<Registration> {
    const { claims } = await verifyOfRoad(statement, statementTyp, this.keys, this.clock.now());
    return readStatement(claimedRoad(statement), claims);
  }
}

function verifyOfRoad(
  text: string,
  typ: string,
  keys: Readonly<Record<Road, KeySet>>,
  now: Date,
): Promise<VerifiedJwt> {
  const road = claimedRoad(text);
  return verifyJwt(text, keys[road], {
    typ,
    algorithms: ['EdDSA'],
    issuer: assertionIssuer(road),
    audience: assertionAudience,
    now,
    required: ['sub', 'jti'],
    clockTolerance,
  });
}

/** Only chooses whose keys to check with: each road's word is checked with that road's own keys. */
function claimedRoad(assertion: string): Road {
  const issuer = unverifiedClaims(assertion).iss;
  const road = roads.find((one) => assertionIssuer(one) === issuer);
  if (!road) throw new TokenRefused('issuer');
  return road;
}

/** What a token says about itself, only to choose the keys with which it is then checked. Throws `TokenRefused`. */
export function unverifiedClaims(assertion: string) {
  try {
    return decodeJwt(assertion);
  } catch (cause) {
    if (cause instanceof errors.JWTInvalid) throw new TokenRefused('malformed', { cause });
    throw cause;
  }
}

export class JoseClientAssertions implements ClientAssertions {
  /** `audiences`: the issuer and the address of the token endpoint (RFC 7523 section 3). */
  constructor(
    private readonly audiences: readonly string[],
    private readonly clock: Clock,
  ) {}

  claimedClient(assertion: string): string {
    const { iss } = unverifiedClaims(assertion);
    if (iss === undefined || iss.length > longestId) throw new TokenRefused('issuer');
    return iss;
  }

  async verify(assertion: string, clientId: string, keys: KeySet): Promise<ClientAssertion> {
    const now = this.clock.now();
    const { claims } = await verifyJwt(assertion, keys, {
      typ: ['JWT', 'client-authentication+jwt', undefined],
      algorithms: clientAlgorithms,
      issuer: clientId,
      audience: this.audiences,
      now,
      required: ['sub', 'jti'],
      clockTolerance,
    });
    const { sub, jti, exp } = claims;
    const lifeLeft = exp - Math.floor(now.getTime() / 1000);
    if (sub !== clientId || !jti || jti.length > longestId || lifeLeft > longestClientAssertion)
      throw new TokenRefused('claim');
    return { clientId, id: jti, expiresAt: exp + clockTolerance };
  }
}
