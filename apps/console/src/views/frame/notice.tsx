import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface NoticeProps {
  /** `attention` interrupts a screen reader, `plain` waits for its turn. */
  readonly tone: 'attention' | 'plain';
  readonly title?: string;
  readonly children: ReactNode;
  readonly onRetry?: () => void;
}

/** A sentence that the reader should not miss, beside what it is about. */
export function Notice({ tone, title, children, onRetry }: NoticeProps) {
  const NoticeIcon = tone === 'attention' ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className={classes['notice']} data-tone={tone} role={tone === 'attention' ? 'alert' : 'status'}>
      <NoticeIcon size={17} stroke={1.8} aria-hidden="true" className={classes['icon'] ?? ''} />
      <div className={classes['words']}>
        {title && <p className={classes['title']}>{title}</p>}
        <p className={classes['text']}>{children}</p>
      </div>
      {onRetry && (
        <Button variant="default" size="compact-sm" className={classes['retry'] ?? ''} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
