import { newCredentialId } from '@trivium/identity';
import type { UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { triviumTarget, type RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { ClientDirectory, RoadAssertions } from '@trivium/service';
import type { Credential } from '../credential/credential.js';
import type { CredentialStore } from '../credential/credential.store.js';
import type { EndCredential } from '../credential/end-credential.js';
import type { Nhi } from '../registration/nhi.js';
import type { ClientWish } from './client-wish.js';

/**
 * A workload may ask for tokens in its own name, by its own key or by an issuer it trusts. That is a credential like any other: it
 * expires, and its end ends what was issued on it. Usable when this returns; when it cannot be made usable it is ended again.
 */
export class RegisterClient {
  constructor(
    private readonly credentials: CredentialStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly assertions: RoadAssertions,
    private readonly directory: ClientDirectory,
    private readonly end: EndCredential,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  async execute(nhi: Nhi, wish: ClientWish, ttlMs: number, callerId: string): Promise<Credential> {
    const credential = await this.#record(nhi, ttlMs, callerId);
    try {
      await this.directory.register(await this.#statement(nhi, credential, wish));
    } catch (error) {
      await this.#undo(credential);
      throw error;
    }
    return credential;
  }

  async #record(nhi: Nhi, ttlMs: number, callerId: string): Promise<Credential> {
    const now = this.clock.now();
    const credential: Credential = {
      credentialId: newCredentialId(),
      nhiId: nhi.nhiId,
      target: triviumTarget,
      secretTypes: [],
      generation: 1,
      state: 'active',
      createdAt: now,
      expiresAt: new Date(now.getTime() + ttlMs),
    };
    const entry = {
      action: 'client.registered',
      outcome: 'success' as const,
      actor: { id: callerId, kind: 'caller' as const },
      subject: { id: credential.credentialId, kind: 'credential', label: nhi.name },
      target: triviumTarget,
    };
    await this.unitOfWork.run(async (tx) => {
      await this.credentials.insert(tx, credential);
      await this.road.announce.recorded(tx, [entry], { at: now, policyVersion: this.model.version });
    });
    return credential;
  }

  #statement(nhi: Nhi, credential: Credential, wish: ClientWish): Promise<string> {
    const { jwks, jwksUri, federated, scope, authorizationDetails, dpopBound } = wish;
    const chain = [
      { id: nhi.nhiId, generation: nhi.generation },
      { id: credential.credentialId, generation: credential.generation },
    ];
    return this.assertions.signClient({
      subject: nhi.nhiId,
      chain,
      client: {
        ...(jwks && { jwks }),
        ...(jwksUri !== undefined && { jwks_uri: jwksUri }),
        ...(federated && { federated }),
        dpop_bound_access_tokens: dpopBound,
        expires_at: Math.floor(credential.expiresAt.getTime() / 1000),
      },
      claims: { authorization_details: authorizationDetails, ...(scope && { scope }) },
    });
  }

  async #undo({ credentialId }: Credential): Promise<void> {
    const actor = { id: 'trivium:workload', kind: 'system' as const };
    const ending = { reason: 'unregistered' as const, actor, eventAt: this.clock.now() };
    await this.unitOfWork.run((tx) => this.end.execute(tx, credentialId, ending));
  }
}
