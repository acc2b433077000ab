import type { AuthorizationDetail } from '@trivium/contracts';
import type { AgentId, Chain, DelegationId, PersonId, TaskId } from '@trivium/identity';
import type { JWK } from 'jose';
import type { DpopProof } from '../dpop/dpop-proof.js';

/** A client's own signed word that it is itself, good for one use (RFC 7523 section 3, `jti`). */
export interface ClientAssertion {
  readonly clientId: string;
  readonly id: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** A token as it is remembered: ids and times, never the token. */
export interface IssuedToken {
  readonly id: string;
  readonly kind: 'grant' | 'task' | 'derived' | 'client';
  readonly subject: string;
  readonly clientId: string;
  readonly chain: Chain;
  readonly parentId?: string;
  /** The keys with which its client proved itself, to be asked for again when the token is exchanged; those of the parent when absent. */
  readonly clientKeys?: readonly JWK[];
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface StartedTask {
  readonly taskId: TaskId;
  readonly agentId: AgentId;
  readonly delegationId: DelegationId;
  readonly delegatorId: PersonId;
  readonly details: readonly AuthorizationDetail[];
}

export interface Issuance {
  readonly token: IssuedToken;
  readonly client?: ClientAssertion;
  readonly proof?: DpopProof;
  readonly task?: StartedTask;
}

/** The client assertion was used before. */
export class AssertionReplayed extends Error {
  readonly code = 'ERR_ASSERTION_REPLAYED';
}

/** The proof of possession was used before. */
export class ProofReplayed extends Error {
  readonly code = 'ERR_PROOF_REPLAYED';
}

export interface IssuanceStore {
  /**
   * In one transaction: remembers the token, uses up the client assertion and the proof of possession, and announces the started task. Throws
   * `AssertionReplayed` or `ProofReplayed` for one that was used; when it throws anything, nothing of it happened and the
   * same may be tried again.
   */
  record(issuance: Issuance): Promise<void>;
  /** Uses up an assertion for an act that leaves nothing to remember. Throws `AssertionReplayed` for one that was used. */
  useUp(client: ClientAssertion): Promise<void>;
  /** The client keys remembered with a token; empty when it has none or is not known. */
  clientKeys(tokenId: string): Promise<readonly JWK[]>;
  /** Forgets what has expired before this moment. */
  forgetExpired(before: Date): Promise<void>;
}
