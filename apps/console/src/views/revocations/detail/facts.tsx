import type { ReactNode } from 'react';
import classes from './facts.module.css';

export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={classes['facts']}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  /** `measured` for numbers and times, `exact` for ids and codes. */
  readonly face?: 'measured' | 'exact';
  readonly wide?: boolean;
}

export function Fact({ name, children, face, wide = false }: FactProps) {
  return (
    <div className={classes['fact']} data-wide={wide}>
      <dt>{name}</dt>
      <dd className={face}>{children}</dd>
    </div>
  );
}
