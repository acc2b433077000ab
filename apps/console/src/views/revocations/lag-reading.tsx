import { Popover, UnstyledButton } from '@mantine/core';
import type { Road } from '@trivium/identity';
import { formatDuration } from '../../format/duration.js';
import classes from './lag-reading.module.css';
import { LagTable } from './lag-table.js';
import { Reading } from './reading.js';
import type { RoadLag } from './road-lag.js';
import { roadWords } from './road-words.js';

interface LagReadingProps {
  readonly road: Road;
  readonly lag: RoadLag | undefined;
  /** Without a live connection the last report is shown as old. */
  readonly live: boolean;
}

/** Roads say once a second how far they have read, and are asked once a second; beyond that somebody may want to look. */
const noticeableMs = 3000;

const oldest = (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms));

export function LagReading({ road, lag, live }: LagReadingProps) {
  const behind = (lag?.oldestMs ?? 0) >= noticeableMs;
  const tone = !live ? 'stale' : behind ? 'behind' : 'plain';
  return (
    <>
      <Reading label="Lag" tone={tone} value={lag ? <LagByTopic road={road} lag={lag} /> : '–'} />
      <Reading label="Oldest unread" tone={tone} value={oldest(lag?.oldestMs)} />
    </>
  );
}

function LagByTopic({ road, lag }: { readonly road: Road; readonly lag: RoadLag }) {
  const count = lag.messages.toLocaleString('en-GB');
  const unit = lag.messages === 1 ? 'message' : 'messages';
  return (
    <Popover position="bottom-end" shadow="md" withArrow trapFocus={false} returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes['button']}
          aria-label={`${roadWords[road].name}: lag ${count} ${unit}, show by topic`}
        >
          {count} <span className={classes['unit']}>msg</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <LagTable entries={lag.entries} />
      </Popover.Dropdown>
    </Popover>
  );
}
