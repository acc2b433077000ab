import type { Outbox } from '@trivium/bus';
import { entryRecordedV1, type AuditEntry } from '@trivium/contracts';
import { formatLink, linkOwner } from '@trivium/identity';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import type { MarkerCache, MarkerStore } from '@trivium/revocation';
import { roadChain, tokenLink } from '../token-chain.js';
import { insertAssertion, namingReplays } from '../token/used-once.pg.js';
import type { TokenDenial, TokenDenials } from './token-denials.js';

/** Milliseconds that a marker outlives its token: the cache counts by its own clock. */
const markerMargin = 3_600_000;

export class PgTokenDenials implements TokenDenials {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly markers: MarkerStore,
    private readonly cache: Pick<MarkerCache, 'write'>,
    private readonly outbox: Outbox,
  ) {}

  async deny(denial: TokenDenial): Promise<void> {
    await namingReplays(() => this.unitOfWork.run((tx) => this.#write(tx, denial)));
  }

  async forgetExpired(before: Date): Promise<void> {
    await this.markers.forgetExpired(before);
  }

  /** The marker is written before the transaction commits: denying too early is safe. */
  async #write(tx: Transaction, denial: TokenDenial): Promise<void> {
    const { token, client, at } = denial;
    if (client) await insertAssertion(tx, client);
    const until = new Date(token.notAfter * 1000 + markerMargin);
    await this.cache.write(await this.markers.deny(tx, [tokenLink(token.id)], at, until));
    if (await isNew(tx, denial)) await this.outbox.append(tx, entryRecordedV1, entryOf(denial), { time: at });
  }
}

async function isNew(tx: Transaction, { token, at }: TokenDenial): Promise<boolean> {
  const [rows] = await tx.query<[unknown[], number]>(
    'UPDATE issued_token SET revoked_at = $2 WHERE token_id = $1 AND revoked_at IS NULL RETURNING 1',
    [token.id, at],
  );
  return rows.length > 0;
}

/** For the record: ids only, never the token. */
function entryOf({ token, at }: TokenDenial): AuditEntry {
  const chain = roadChain(token.chain);
  const road = linkOwner(chain.at(-1)?.id ?? '');
  return {
    entryId: `token-revoked:${token.id}`,
    at: at.toISOString(),
    service: 'decision',
    ...(road && { road }),
    action: 'token.revoked',
    outcome: 'success',
    actor: { id: token.clientId, kind: 'system' },
    subject: { id: token.id, kind: 'token' },
    chain: chain.map(formatLink),
    detail: { tokenId: token.id, clientId: token.clientId, subject: token.subject },
  };
}
