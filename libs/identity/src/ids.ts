import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { Brand } from './brand.js';
import { RandomPool } from './random-pool.js';

export type PersonId = Brand<'PersonId'>;
export type NhiId = Brand<'NhiId'>;
export type CredentialId = Brand<'CredentialId'>;
export type AgentId = Brand<'AgentId'>;
export type DelegationId = Brand<'DelegationId'>;
export type TaskId = Brand<'TaskId'>;
export type AccountId = Brand<'AccountId'>;
export type RevocationId = Brand<'RevocationId'>;
export type ReceiptId = Brand<'ReceiptId'>;
export type FindingId = Brand<'FindingId'>;
export type ReviewId = Brand<'ReviewId'>;
export type TokenId = Brand<'TokenId'>;

/** The three operational roads; nothing that acts belongs to more than one. */
export const roads = ['workforce', 'workload', 'agent'] as const;
export type Road = (typeof roads)[number];

/** Who writes containment markers: each road for its own links, and `decision` for the tokens that it issued itself and the keys that signed them. */
export type MarkerOwner = Road | 'decision';

export const idPrefixes = {
  person: 'per_',
  nhi: 'nhi_',
  credential: 'crd_',
  agent: 'agt_',
  delegation: 'dlg_',
  task: 'tsk_',
  account: 'acc_',
  revocation: 'rev_',
  receipt: 'rct_',
  finding: 'fnd_',
  review: 'rvw_',
  token: 'tok_',
  signingKey: 'key_',
  decision: 'dec_',
} as const;

const ownerByPrefix: Readonly<Record<string, Road>> = {
  [idPrefixes.person]: 'workforce',
  [idPrefixes.nhi]: 'workload',
  [idPrefixes.credential]: 'workload',
  [idPrefixes.agent]: 'agent',
  [idPrefixes.delegation]: 'agent',
  [idPrefixes.task]: 'agent',
};

/** Persons come from HR systems that name them already, so the id follows from the name and the edge can key an event without a look-up. */
const personNamespace = '5f0d3b0e-6b0a-5d0c-9b5e-6a8f6f1f7c11';

export function personIdFor(source: string, externalId: string): PersonId {
  return `${idPrefixes.person}${uuidv5(`${source}\u0000${externalId}`, personNamespace)}` as PersonId;
}

export const newNhiId = () => `${idPrefixes.nhi}${uuidv7()}` as NhiId;
export const newCredentialId = () => `${idPrefixes.credential}${uuidv7()}` as CredentialId;
export const newAgentId = () => `${idPrefixes.agent}${uuidv7()}` as AgentId;
export const newDelegationId = () => `${idPrefixes.delegation}${uuidv7()}` as DelegationId;
export const newTaskId = () => `${idPrefixes.task}${uuidv7()}` as TaskId;
export const newAccountId = () => `${idPrefixes.account}${uuidv7()}` as AccountId;
export const newRevocationId = () => `${idPrefixes.revocation}${uuidv7()}` as RevocationId;
export const newReceiptId = () => `${idPrefixes.receipt}${uuidv7()}` as ReceiptId;
export const newFindingId = () => `${idPrefixes.finding}${uuidv7()}` as FindingId;
export const newReviewId = () => `${idPrefixes.review}${uuidv7()}` as ReviewId;
export const newTokenId = () => `${idPrefixes.token}${uuidv7()}` as TokenId;

const pool = new RandomPool();
/** Decisions come by the thousands a second; ordered by the millisecond, they are added at one end of an index, not all over it. */
export const newDecisionId = (): string => `${idPrefixes.decision}${uuidv7({ random: pool.take(16) })}`;

/** The road that alone may write the marker of this link; undefined for an id that is no link of a chain. */
export function linkOwner(id: string): Road | undefined {
  return ownerByPrefix[id.slice(0, 4)];
}

const ofDecision: ReadonlySet<string> = new Set([idPrefixes.token, idPrefixes.signingKey]);

/** Who alone may write the marker of this link; a token is a link too, below the chain that its roads vouched for, and so is its key. */
export function markerOwner(id: string): MarkerOwner | undefined {
  return ofDecision.has(id.slice(0, 4)) ? 'decision' : linkOwner(id);
}
