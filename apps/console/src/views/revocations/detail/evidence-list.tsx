import type { ReceiptView } from '@trivium/contracts';
import { toSentence, toWords } from '../../../format/words.js';
import classes from './evidence-list.module.css';

interface EvidenceListProps {
  readonly target: string;
  readonly evidence: NonNullable<ReceiptView['evidence']>;
}

const acronyms: Readonly<Record<string, string>> = {
  sql: 'SQL',
  sqlstate: 'SQLSTATE',
  acls: 'ACLs',
  acl: 'ACL',
  http: 'HTTP',
  id: 'ID',
};

/** `sqlState` and `sessions_ended` both become words. */
function nameOf(key: string): string {
  const words = toWords(key.replaceAll(/([a-z])([A-Z])/g, '$1 $2'))
    .toLowerCase()
    .split(' ');
  return toSentence(words.map((word) => acronyms[word] ?? word).join(' '));
}

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
            <dd className="exact">{written(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
