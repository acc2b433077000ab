import type { Sealer } from './sealer.js';
import { SigningKey, type PublicJwk, type SigningAlgorithm } from './signing-key.js';

/** A signing key at rest: its private half sealed under `signing-key:<kid>`. */
export interface SealedSigningKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly sealed: string;
  /** Set once a newer key signs; the key stays published until the last thing it signed has expired. */
  readonly retiredAt?: Date;
}

/** Where a service keeps its signing keys. */
export interface SigningKeyStore {
  /** Every key that is still to be published, retired ones included. */
  load(): Promise<readonly SealedSigningKey[]>;
  /** MUST do nothing when an unretired key of the same algorithm is there already: of two replicas that start at once, both then use the first one's key. */
  insert(key: SealedSigningKey): Promise<void>;
}

/** The key that signs, and everything a verifier may still need. */
export interface KeyRing {
  readonly signer: SigningKey;
  readonly jwks: { readonly keys: readonly PublicJwk[] };
}

export class SigningKeyMissing extends Error {
  readonly code = 'ERR_SIGNING_KEY_MISSING';
}

const contextOf = (kid: string) => `signing-key:${kid}`;

/** The service's key of this algorithm, made on the first start. Safe to call in several replicas at once. */
export async function ensureSigningKey(
  store: SigningKeyStore,
  sealer: Sealer,
  alg: SigningAlgorithm,
): Promise<KeyRing> {
  const existing = await openKeys(store, sealer, alg);
  if (existing) return existing;
  const key = await SigningKey.generate(alg);
  await store.insert({ kid: key.kid, alg, sealed: sealer.seal(key.toJwk(), contextOf(key.kid)) });
  const inserted = await openKeys(store, sealer, alg);
  if (!inserted) throw new SigningKeyMissing(`no ${alg} signing key after inserting one`);
  return inserted;
}

async function openKeys(
  store: SigningKeyStore,
  sealer: Sealer,
  alg: SigningAlgorithm,
): Promise<KeyRing | undefined> {
  const rows = (await store.load()).filter((row) => row.alg === alg);
  const opened = await Promise.all(
    rows.map(async (row) => ({
      row,
      key: await SigningKey.fromJwk(sealer.open(row.sealed, contextOf(row.kid))),
    })),
  );
  const signer = opened.find(({ row }) => row.retiredAt === undefined)?.key;
  return signer && { signer, jwks: { keys: opened.map(({ key }) => key.publicJwk) } };
}
