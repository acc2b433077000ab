import { agentId as agentIdSchema } from '@trivium/contracts';
import { keySet, sha256Hex, TokenRefused, verifyJwt } from '@trivium/credentials';
import type { Transaction } from '@trivium/persistence';
import { unauthorized, type Clock } from '@trivium/runtime';
import { decodeJwt } from 'jose';
import type { AgentId } from '@trivium/identity';
import type { AgentStore } from '../registration/agent.store.js';

export const agentAudience = 'trivium:agent';
const longestSeconds = 600;
const toleranceSeconds = 10;

/** Knows an agent by an assertion that it signed with its own key (RFC 7523 section 2.2); each may be used once. */
export class AgentProof {
  constructor(
    private readonly agents: AgentStore,
    private readonly clock: Clock,
  ) {}

  async verify(tx: Transaction, assertion: string): Promise<AgentId> {
    try {
      return await this.#verify(tx, assertion);
    } catch (error) {
      if (error instanceof TokenRefused) throw refused();
      throw error;
    }
  }

  async #verify(tx: Transaction, assertion: string): Promise<AgentId> {
    const agentId = claimedAgent(assertion);
    const agent = await this.agents.find(tx, agentId);
    if (agent?.state !== 'active') throw refused();
    const now = this.clock.now();
    const { claims } = await verifyJwt(assertion, keySet(agent.jwks.keys), {
      typ: ['JWT', 'client-authentication+jwt', undefined],
      algorithms: ['EdDSA', 'Ed25519', 'ES256'],
      issuer: agentId,
      audience: agentAudience,
      now,
      required: ['sub', 'jti'],
      clockTolerance: toleranceSeconds,
    });
    const { sub, jti, exp } = claims;
    if (sub !== agentId || !jti || exp - now.getTime() / 1000 > longestSeconds) throw refused();
    const [id, until] = [`${agentId}/${sha256Hex(jti)}`, new Date((exp + toleranceSeconds) * 1000)];
    if (!(await this.agents.useAssertion(tx, id, until, now))) throw refused();
    return agentId;
  }
}

const refused = () =>
  unauthorized("The agent's assertion is not valid or was used before.", 'ERR_AGENT_NOT_PROVEN');

/** Only chooses whose keys to check with. */
function claimedAgent(assertion: string): AgentId {
  try {
    return agentIdSchema.parse(decodeJwt(assertion).iss);
  } catch {
    // Whatever cannot be decoded proves nobody.
    throw refused();
  }
}
