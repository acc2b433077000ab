import { AlreadyExists, type Transaction } from '@trivium/persistence';
import type { DpopProof } from '../dpop/dpop-proof.js';
import { AssertionReplayed, ProofReplayed, type ClientAssertion } from './issuance.store.js';

const usedAssertionKey = 'used_client_assertion_pkey';
const usedProofKey = 'used_dpop_proof_pkey';

/** Uses an assertion up in this transaction; of many who try at once, one commits. */
export async function insertAssertion(
  tx: Transaction,
  { clientId, id, expiresAt }: ClientAssertion,
): Promise<void> {
  await tx.query(
    'INSERT INTO used_client_assertion (client_id, assertion_id, expires_at) VALUES ($1, $2, to_timestamp($3))',
    [clientId, id, expiresAt],
  );
}

/** The same for a proof of possession. */
export async function insertProof(tx: Transaction, { jkt, id, expiresAt }: DpopProof): Promise<void> {
  await tx.query(
    'INSERT INTO used_dpop_proof (jkt, proof_id, expires_at) VALUES ($1, $2, to_timestamp($3))',
    [jkt, id, expiresAt],
  );
}

/** Runs the transaction and says `AssertionReplayed` or `ProofReplayed` when it met something that was used before. */
export async function namingReplays<T>(transaction: () => Promise<T>): Promise<T> {
  try {
    return await transaction();
  } catch (cause) {
    if (cause instanceof AlreadyExists && cause.constraint === usedAssertionKey)
      throw new AssertionReplayed('', { cause });
    if (cause instanceof AlreadyExists && cause.constraint === usedProofKey)
      throw new ProofReplayed('', { cause });
    throw cause;
  }
}
