import { useMediaQuery } from '@mantine/hooks';
import { roads } from '@trivium/identity';
import { useCallback } from 'react';
import type { Session } from '../../api/session.js';
import { Header } from '../frame/header.js';
import type { OpenRevocation } from './address.js';
import { Announcer } from './announcer.js';
import { newestFirst, type Board } from './board.js';
import { RevocationDrawer } from './detail/revocation-drawer.js';
import { isShown, narrows, shownRoads } from './filter.js';
import { FirstSteps } from './first-steps.js';
import { Lane } from './lane.js';
import { LiveBanner } from './live-banner.js';
import classes from './revocations-page.module.css';
import { RevocationsTable } from './revocations-table.js';
import { roadLag } from './road-lag.js';
import { Toolbar } from './toolbar.js';
import { useAddress } from './use-address.js';
import { useBoard } from './use-board.js';

interface RevocationsPageProps {
  readonly session: Session;
  readonly onSessionEnded: () => void;
  readonly onSignOut: () => Promise<void>;
}

const nothingEver = (board: Board) =>
  roads.every((road) => board.lanes[road].load === 'loaded' && board.lanes[road].items.size === 0);

export function RevocationsPage({ session, onSessionEnded, onSignOut }: RevocationsPageProps) {
  const { board, store } = useBoard(onSessionEnded);
  const { address, go } = useAddress();
  const narrow = useMediaQuery('(max-width: 56em)');
  const open = useCallback((revocation: OpenRevocation) => go({ open: revocation }), [go]);
  const lanes = shownRoads(address).map((road) => ({
    road,
    shown: newestFirst(board.lanes[road].items).filter((view) => isShown(view, address)),
  }));
  const further = shownRoads(address).filter((road) => board.lanes[road].next !== undefined);

  return (
    <div className={classes['page']}>
      <Header
        session={session}
        live={board.live}
        unreadable={board.unreadable}
        onSignOut={() => void onSignOut()}
      />
      <LiveBanner live={board.live} onReconnect={() => store?.reconnectNow()} />
      <main id="content" className={classes['content']} tabIndex={-1}>
        <div className={classes['intro']}>
          <h1 className={classes['title']}>Revocations</h1>
          <Toolbar address={address} go={go} />
        </div>
        {nothingEver(board) && <FirstSteps />}
        {address.layout === 'table' ? (
          <RevocationsTable
            views={lanes.flatMap(({ shown }) => shown)}
            narrowed={narrows(address)}
            older={further.length > 0}
            onOlder={() => further.forEach((road) => void store?.load(road, true))}
            onOpen={open}
          />
        ) : (
          <div className={classes['lanes']} data-lanes={lanes.length}>
            {lanes.map(({ road, shown }) => (
              <Lane
                key={road}
                road={road}
                lane={board.lanes[road]}
                shown={shown}
                lag={roadLag(board.lag, road)}
                live={board.live.kind === 'live'}
                clockOffset={board.clockOffset}
                step={narrow && lanes.length > 1 ? 4 : 20}
                onOpen={open}
                onLoad={(older) => void store?.load(road, older)}
              />
            ))}
          </div>
        )}
      </main>
      <Announcer board={board} />
      <RevocationDrawer board={board} open={address.open} onClose={() => go({ open: undefined })} />
    </div>
  );
}
