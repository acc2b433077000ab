import { Drawer } from '@mantine/core';
import { useRef } from 'react';
import type { OpenRevocation } from '../address.js';
import type { Board } from '../board.js';
import { RevocationDetailView } from './revocation-detail-view.js';
import classes from './revocation-drawer.module.css';

interface RevocationDrawerProps {
  readonly board: Board;
  readonly open: OpenRevocation | undefined;
  readonly onClose: () => void;
}

/** The opened revocation beside the board. What was open stays drawn while the drawer slides away. */
export function RevocationDrawer({ board, open, onClose }: RevocationDrawerProps) {
  const last = useRef(open);
  if (open) last.current = open;
  const shown = open ?? last.current;
  const told = shown && board.lanes[shown.road].items.get(shown.revocationId);
  return (
    <Drawer.Root opened={open !== undefined} onClose={onClose} position="right" size={620}>
      <Drawer.Overlay backgroundOpacity={0.28} />
      <Drawer.Content>
        <Drawer.Header className={classes['header'] ?? ''}>
          <Drawer.Title className={classes['title'] ?? ''}>
            {told?.subject.label ?? 'Revocation'}
          </Drawer.Title>
          <Drawer.CloseButton aria-label="Close the revocation" />
        </Drawer.Header>
        <Drawer.Body className={classes['body'] ?? ''}>
          {shown && (
            <RevocationDetailView
              key={shown.revocationId}
              open={shown}
              told={told}
              clockOffset={board.clockOffset}
            />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
