import type { RevocationView } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
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
        <Reading label="Contained p50" value={measured(summary.containedP50)} />
        <Reading label="p99" value={measured(summary.containedP99)} />
        <LagReading road={road} lag={lag} live={live} />
      </dl>
    </header>
  );
}

function Counts({ summary }: { readonly summary: LaneSummary }) {
  return (
    <p className={classes['counts']}>
      {summary.attention > 0 && (
        <span className={classes['attention']}>{summary.attention} need a person</span>
      )}
      <span>
        <strong className="measured">{summary.verified}</strong> of{' '}
        <strong className="measured">{summary.shown}</strong> verified
      </span>
    </p>
  );
}
