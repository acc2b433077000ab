import type { ReactNode } from 'react';
import { Mark } from '../frame/mark.js';
import { SchemeToggle } from '../frame/scheme-toggle.js';
import classes from './door-panel.module.css';

interface DoorPanelProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The page one sees while not inside: one panel, the product's name and its promise. */
export function DoorPanel({ title, children }: DoorPanelProps) {
  return (
    <div className={classes['page']}>
      <header className={classes['brand']}>
        <span className={classes['name']}>
          <Mark size={26} /> Trivium
        </span>
        <SchemeToggle />
      </header>
      <main className={classes['panel']}>
        <h1 className={classes['title']}>{title}</h1>
        {children}
      </main>
      <footer className={classes['promise']}>
        One governance model. Three separate roads on which access ends.
      </footer>
    </div>
  );
}
