import type { ReceiptView } from '@trivium/contracts';
import { toSentence } from '../../../format/words.js';
import classes from './evidence-list.module.css';

interface EvidenceListProps {
  readonly target: string;
  readonly evidence: NonNullable<ReceiptView['evidence']>;
}

/** `sqlState` and `sessions_ended` both become words. */
const nameOf = (key: string) =>
  toSentence(key.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`));

const written = (value: string | number | boolean) =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

/** The target's own words. */
export function EvidenceList({ target, evidence }: EvidenceListProps) {
  return (
    <div className={classes['evidence']}>
      <p className={classes['title']}>Answer of {target}</p>
      <dl className={classes['list']}>
        {Object.entries(evidence).map(([key, value]) => (
          <div key={key} className={classes['row']}>
            <dt>{nameOf(key)}</dt>
            <dd className="measured">{written(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
