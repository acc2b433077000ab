import type { ReceiptView, RevocationView } from '@trivium/contracts';
import { formatDuration } from '../../../format/duration.js';
import { formatWhen } from '../../../format/instant.js';
import { toWords } from '../../../format/words.js';
import { millisBetween } from '../stage-times.js';
import { errorSentence } from './error-sentence.js';
import { EvidenceList } from './evidence-list.js';
import { Fact, Facts } from './facts.js';
import { methodSentence } from './method-sentence.js';
import classes from './receipt-card.module.css';
import { SignedReceipt } from './signed-receipt.js';
import { StatusBadge } from './status-badge.js';

interface ReceiptCardProps {
  readonly receipt: ReceiptView;
  readonly view: RevocationView;
  readonly now: number;
}

/** What one target answered. */
export function ReceiptCard({ receipt, view, now }: ReceiptCardProps) {
  return (
    <li
      className={classes['card']}
      data-status={receipt.status}
      aria-label={`${receipt.target}: ${receipt.status}`}
    >
      <div className={classes['head']}>
        <div className={classes['names']}>
          <h4 className={classes['target']}>{receipt.target}</h4>
          <p className={classes['account']}>
            {toWords(receipt.kind)} · <span className="exact">{receipt.account}</span>
          </p>
        </div>
        <StatusBadge status={receipt.status} />
      </div>
      <ReceiptFacts receipt={receipt} view={view} now={now} />
      {receipt.lastError && (
        <p className={classes['error']}>
          {errorSentence(receipt.lastError)} <span className="exact">{receipt.lastError}</span>
        </p>
      )}
      {receipt.evidence && <EvidenceList target={receipt.target} evidence={receipt.evidence} />}
      {receipt.jws && <SignedReceipt receipt={receipt} jws={receipt.jws} road={view.road} />}
    </li>
  );
}

function ReceiptFacts({ receipt, view, now }: ReceiptCardProps) {
  const since = (at: string | undefined) =>
    at ? `+${formatDuration(millisBetween(view.eventAt, at))}` : 'not yet';
  return (
    <Facts>
      <Fact name="Eradicated" face="measured">
        {since(receipt.eradicatedAt)}
      </Fact>
      <Fact name="Verified" face="measured">
        {since(receipt.verifiedAt)}
      </Fact>
      <Fact name="Attempts" face="measured">
        {receipt.attempts}
        {receipt.nextAttemptAt &&
          receipt.status !== 'confirmed' &&
          `, next at ${formatWhen(receipt.nextAttemptAt, now)}`}
      </Fact>
      <Fact name="Method">{methodSentence(receipt.method)}</Fact>
    </Facts>
  );
}
