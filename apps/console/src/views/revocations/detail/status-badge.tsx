import type { ReceiptStatus } from '@trivium/contracts';
import { IconAlertTriangle, IconBan, IconCircleCheck, IconClock, type Icon } from '@tabler/icons-react';
import classes from './status-badge.module.css';

const looks: Readonly<Record<ReceiptStatus, { word: string; icon: Icon }>> = {
  confirmed: { word: 'Confirmed', icon: IconCircleCheck },
  pending: { word: 'Pending', icon: IconClock },
  unsupported: { word: 'Unsupported', icon: IconBan },
  unavailable: { word: 'Unavailable', icon: IconAlertTriangle },
};

export function StatusBadge({ status }: { readonly status: ReceiptStatus }) {
  const { word, icon: StatusIcon } = looks[status];
  return (
    <span className={classes['badge']} data-status={status}>
      <StatusIcon size={14} stroke={1.9} aria-hidden="true" />
      {word}
    </span>
  );
}
