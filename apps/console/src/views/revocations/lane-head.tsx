import { VisuallyHidden } from '@mantine/core';
import type { RevocationView } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import { IconAlertTriangle } from '@tabler/icons-react';
import { formatDuration } from '../../format/duration.js';
import classes from './lane-head.module.css';
import { LagReading } from './lag-reading.js';
import { summarise, type LaneSummary } from './lane-summary.js';
import { Reading } from './reading.js';
import type { RoadLag } from './road-lag.js';
import { roadWords } from './road-words.js';

interface LaneHeadProps {
  readonly id: string;
  readonly road: Road;
  readonly shown: readonly RevocationView[];
  readonly lag: RoadLag | undefined;
  readonly live: boolean;
}

const measured = (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms));

export function LaneHead({ id, road, shown, lag, live }: LaneHeadProps) {
  const { name, icon: RoadIcon } = roadWords[road];
  const summary = summarise(shown);
  return (
    <header className={classes['head']}>
      <div className={classes['title']}>
        <RoadIcon size={18} stroke={1.7} aria-hidden="true" />
        <h2 id={id} className={classes['name']}>
          {name}
        </h2>
        <Counts summary={summary} />
      </div>
      <dl className={classes['readings']}>
        <Reading label="Contained, median" value={measured(summary.containedP50)} />
        <Reading label="99th percentile" value={measured(summary.containedP99)} />
        <LagReading road={road} lag={lag} live={live} />
      </dl>
    </header>
  );
}

function Counts({ summary }: { readonly summary: LaneSummary }) {
  const { shown, verified, attention } = summary;
  if (shown === 0) return null;
  return (
    <p className={classes['counts']}>
      {attention > 0 && (
        <span className={classes['attention']} title={`${attention} in need of a person`}>
          <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
          <span className="measured">{attention}</span>
          <VisuallyHidden> in need of a person,</VisuallyHidden>
        </span>
      )}
      <span>
        <strong className="measured">{verified}</strong> of <strong className="measured">{shown}</strong>
        <span className={classes['word']}> verified</span>
      </span>
    </p>
  );
}
