import { fromKafkaMessage } from '@trivium/bus';
import { policyPublishedV1 } from '@trivium/contracts';
import { verifyCompact, type KeySet } from '@trivium/credentials';
import { bundleOf, bundleStatement, bundleStatementType, type Bundle } from '@trivium/policy';
import type { KafkaMessage } from 'kafkajs';

/** A message on the policy's topic is not what was signed; whatever runs goes on. */
export class PolicyRefused extends Error {
  readonly code = 'ERR_POLICY_REFUSED';
}

export interface PublishedBundle {
  readonly bundle: Bundle;
  readonly sequence: number;
}

/** The files of a publication, once their digest is the one that was signed. Throws `PolicyRefused`, or `KeysUnavailable` when nothing is known yet. */
export async function readPublished(message: KafkaMessage, keys: KeySet): Promise<PublishedBundle> {
  const { files, jws } = policyPublishedV1.data.parse(fromKafkaMessage(message).data);
  const expected = { typ: bundleStatementType, algorithms: ['EdDSA'] };
  const statement = bundleStatement.safeParse(await verifyCompact(jws, keys, expected));
  if (!statement.success)
    throw new PolicyRefused('the signature says nothing about a version', { cause: statement.error });
  const bundle = bundleOf(files);
  if (bundle.digest !== statement.data.digest)
    throw new PolicyRefused('the files are not those that were signed');
  return { bundle, sequence: statement.data.sequence };
}
