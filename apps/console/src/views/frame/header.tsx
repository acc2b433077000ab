import type { LiveState } from '../../api/live-state.js';
import type { Session } from '../../api/session.js';
import { AccountMenu } from './account-menu.js';
import classes from './header.module.css';
import { LiveBadge } from './live-badge.js';
import { Mark } from './mark.js';
import { SchemeToggle } from './scheme-toggle.js';

interface HeaderProps {
  readonly session: Session;
  readonly live: LiveState;
  readonly unreadable: number;
  readonly onSignOut: () => void;
}

export function Header({ session, live, unreadable, onSignOut }: HeaderProps) {
  return (
    <header className={classes['header']}>
      <a className={classes['skip']} href="#content">
        Skip to the revocations
      </a>
      <a className={classes['name']} href="/" aria-label="Trivium, all revocations">
        <Mark />
        <span>Trivium</span>
      </a>
      <div className={classes['tools']}>
        <LiveBadge live={live} unreadable={unreadable} />
        <SchemeToggle />
        <AccountMenu session={session} onSignOut={onSignOut} />
      </div>
    </header>
  );
}
