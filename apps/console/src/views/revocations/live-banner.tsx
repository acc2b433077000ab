import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { LiveState } from '../../api/live-state.js';
import { formatClock } from '../../format/instant.js';
import classes from './live-banner.module.css';
import { useNow } from './use-now.js';

interface LiveBannerProps {
  readonly live: LiveState;
  readonly onReconnect: () => void;
}

/** Says since when the page may be out of date, and when it tries again. */
export function LiveBanner({ live, onReconnect }: LiveBannerProps) {
  const now = useNow(live.kind === 'waiting');
  if (live.kind !== 'waiting') return null;
  const seconds = Math.max(0, Math.ceil((live.retryAt - now) / 1000));
  return (
    <div className={classes['banner']}>
      <IconPlugConnectedX size={18} stroke={1.7} aria-hidden="true" />
      <p className={classes['text']} role="alert">
        <strong>No live updates since {formatClock(new Date(live.since).toISOString()).slice(0, 8)}.</strong>{' '}
        {live.because} What you see may be out of date.
      </p>
      <span className={classes['next']}>
        <span className="measured">{seconds > 0 ? `Next attempt in ${seconds} s` : 'Trying…'}</span>
        <Button variant="default" size="compact-sm" onClick={onReconnect}>
          Reconnect now
        </Button>
      </span>
    </div>
  );
}
