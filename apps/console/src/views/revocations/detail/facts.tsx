import type { ReactNode } from 'react';
import classes from './facts.module.css';

export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={classes['facts']}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  /** Set in the face for numbers, ids and codes. */
  readonly exact?: boolean;
  readonly wide?: boolean;
}

export function Fact({ name, children, exact = false, wide = false }: FactProps) {
  return (
    <div className={classes['fact']} data-wide={wide}>
      <dt>{name}</dt>
      <dd className={exact ? 'measured' : undefined}>{children}</dd>
    </div>
  );
}
