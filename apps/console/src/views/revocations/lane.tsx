import type { RevocationView } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '../frame/notice.js';
import type { OpenRevocation } from './address.js';
import type { Lane as LaneState } from './board.js';
import { LaneHead } from './lane-head.js';
import classes from './lane.module.css';
import { RevocationCard } from './revocation-card.js';
import type { RoadLag } from './road-lag.js';
import { roadWords } from './road-words.js';

interface LaneProps {
  readonly road: Road;
  readonly lane: LaneState;
  /** Newest first, as the filter leaves them. */
  readonly shown: readonly RevocationView[];
  readonly lag: RoadLag | undefined;
  readonly live: boolean;
  readonly clockOffset: number;
  /** So many cards at first, and again with every "Show more". */
  readonly step: number;
  readonly onOpen: (open: OpenRevocation) => void;
  readonly onLoad: (older: boolean) => void;
}

export function Lane(props: LaneProps) {
  const { road, lane, shown, step } = props;
  const [steps, setSteps] = useState(1);
  const visible = shown.slice(0, steps * step);
  const more = shown.length > visible.length || lane.next !== undefined;

  function showMore() {
    setSteps(steps + 1);
    if (shown.length < (steps + 1) * step && lane.next !== undefined) props.onLoad(true);
  }

  return (
    <section className={classes['lane']} aria-labelledby={`lane-${road}`}>
      <LaneHead id={`lane-${road}`} road={road} shown={shown} lag={props.lag} live={props.live} />
      <LaneNotice {...props} />
      {visible.length > 0 && (
        <ol className={classes['cards']} aria-label={`Revocations, ${roadWords[road].name}`}>
          {visible.map((view) => (
            <RevocationCard
              key={view.revocationId}
              view={view}
              clockOffset={props.clockOffset}
              onOpen={props.onOpen}
            />
          ))}
        </ol>
      )}
      {more && lane.read && (
        <Button variant="subtle" color="gray" size="xs" loading={lane.load === 'loading'} onClick={showMore}>
          {visible.length > 0 ? 'Show more' : 'Look further back'}
        </Button>
      )}
    </section>
  );
}

function LaneNotice({ road, lane, shown, onLoad }: LaneProps) {
  if (lane.load instanceof Error) {
    return (
      <Notice tone="attention" title="This road cannot be read" onRetry={() => onLoad(false)}>
        {lane.load.message}
      </Notice>
    );
  }
  if (shown.length > 0) return null;
  if (lane.load === 'loading') return <LaneSkeleton />;
  return <p className={classes['empty']}>{emptySentence(road, lane)}</p>;
}

/** Only what was loaded can be searched, so the page says how far that goes. */
function emptySentence(road: Road, { items, next }: LaneState): string {
  if (items.size === 0) return roadWords[road].empty;
  return next === undefined
    ? 'No revocation here matches.'
    : `None of the newest ${items.size.toLocaleString('en-GB')} matches.`;
}

function LaneSkeleton() {
  return (
    <div className={classes['cards']} aria-hidden="true">
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} height={104} radius={9} />
      ))}
    </div>
  );
}
