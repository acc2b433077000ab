import { Skeleton } from '@mantine/core';
import type { ReceiptView, RevocationView } from '@trivium/contracts';
import { Notice } from '../../frame/notice.js';
import type { OpenRevocation } from '../address.js';
import { roadWords } from '../road-words.js';
import { StageTrack } from '../stage-track.js';
import { useNow } from '../use-now.js';
import { ReceiptCard } from './receipt-card.js';
import { inOrderOfNeed } from './receipt-order.js';
import { RevocationFacts } from './revocation-facts.js';
import classes from './revocation-detail-view.module.css';
import { useRevocation } from './use-revocation.js';

interface RevocationDetailViewProps {
  readonly open: OpenRevocation;
  /** What the board knows of it; shown until its receipts are read. */
  readonly told: RevocationView | undefined;
  readonly clockOffset: number;
}

export function RevocationDetailView({ open, told, clockOffset }: RevocationDetailViewProps) {
  const { detail, problem, retry } = useRevocation(open, told);
  const view = told ?? detail;
  const now = useNow(view?.stage !== 'verified') + clockOffset;
  return (
    <div className={classes['detail']}>
      {problem && (
        <Notice tone="attention" title="Not up to date" onRetry={retry}>
          {problem.status === 404
            ? `${roadWords[open.road].name} knows no such revocation.`
            : problem.message}
        </Notice>
      )}
      {view && <StageTrack view={view} now={now} size="detail" />}
      <p className={classes['meaning']}>
        <b>Contained</b>: Trivium denies every use. <b>Eradicated</b>: every target has taken the access away.{' '}
        <b>Verified</b>: the old access was tried at every target and refused.
      </p>
      {view && <RevocationFacts view={view} />}
      {detail ? (
        <Receipts receipts={detail.receipts} view={detail} now={now} />
      ) : (
        !problem && <Skeleton height={220} radius={9} />
      )}
    </div>
  );
}

interface ReceiptsProps {
  readonly receipts: readonly ReceiptView[];
  readonly view: RevocationView;
  readonly now: number;
}

function Receipts({ receipts, view, now }: ReceiptsProps) {
  const confirmed = receipts.filter((receipt) => receipt.status === 'confirmed').length;
  return (
    <section aria-labelledby="receipts" className={classes['receipts']}>
      <div className={classes['title']}>
        <h3 id="receipts">Receipts</h3>
        <span className="measured">
          {confirmed} of {receipts.length} confirmed
        </span>
      </div>
      {receipts.length === 0 && <p className={classes['none']}>No target has been asked yet.</p>}
      <ol className={classes['list']} aria-label="Receipts, one per target">
        {inOrderOfNeed(receipts).map((receipt) => (
          <ReceiptCard key={`${receipt.target} ${receipt.account}`} receipt={receipt} view={view} now={now} />
        ))}
      </ol>
    </section>
  );
}
