import type { ReactNode } from 'react';
import classes from './reading.module.css';

interface ReadingProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly tone?: 'plain' | 'stale' | 'behind';
}

/** One measured value with its name, inside a `dl`. */
export function Reading({ label, value, tone = 'plain' }: ReadingProps) {
  return (
    <div className={classes['reading']} data-tone={tone}>
      <dt className={classes['label']}>{label}</dt>
      <dd className={`measured ${classes['value']}`}>{value}</dd>
    </div>
  );
}
