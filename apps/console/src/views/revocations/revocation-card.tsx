import type { RevocationView } from '@trivium/contracts';
import { IconAlertTriangle } from '@tabler/icons-react';
import { memo } from 'react';
import { toSentence, toWords } from '../../format/words.js';
import type { OpenRevocation } from './address.js';
import { attentionSentence } from './attention-sentence.js';
import classes from './revocation-card.module.css';
import { RevocationLink } from './revocation-link.js';
import { StageTrack } from './stage-track.js';
import { targetsSentence } from './targets-sentence.js';
import { useNow } from './use-now.js';

interface RevocationCardProps {
  readonly view: RevocationView;
  readonly clockOffset: number;
  readonly onOpen: (open: OpenRevocation) => void;
}

export const RevocationCard = memo(function RevocationCard({
  view,
  clockOffset,
  onOpen,
}: RevocationCardProps) {
  const now = useNow(view.stage !== 'verified') + clockOffset;
  const { attention } = view.targets;
  return (
    <li className={classes['card']} data-stage={view.stage} data-attention={attention > 0}>
      <div className={classes['head']}>
        <h3 className={classes['subject']}>
          <RevocationLink view={view} onOpen={onOpen} className={classes['link']} />
        </h3>
        <span className={classes['kind']}>{toWords(view.subject.kind)}</span>
      </div>
      <p className={classes['reason']}>
        <span>{toSentence(view.reason)}</span>
        <span className={classes['targets']}>{targetsSentence(view.targets)}</span>
      </p>
      <StageTrack view={view} now={now} />
      {attention > 0 && (
        <p className={classes['attention']}>
          <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
          {attentionSentence(attention)}
          {view.owner && <span className={classes['owner']}>· {view.owner}</span>}
        </p>
      )}
    </li>
  );
});
