import type { LiveState } from '../../api/live-state.js';
import classes from './live-badge.module.css';

const words: Readonly<Record<LiveState['kind'], string>> = {
  connecting: 'Connecting',
  live: 'Live',
  waiting: 'Reconnecting',
  'signed-out': 'Signed out',
};

interface LiveBadgeProps {
  readonly live: LiveState;
  /** Events of the stream that could not be read. */
  readonly unreadable: number;
}

export function LiveBadge({ live, unreadable }: LiveBadgeProps) {
  return (
    <span className={classes['badge']} data-state={live.kind} role="status" aria-label="Connection">
      <span className={classes['dot']} aria-hidden="true" />
      {words[live.kind]}
      {unreadable > 0 && <span className={classes['unreadable']}>· {unreadable} unreadable</span>}
    </span>
  );
}
