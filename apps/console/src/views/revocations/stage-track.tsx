import { VisuallyHidden } from '@mantine/core';
import type { RevocationView } from '@trivium/contracts';
import { formatDuration } from '../../format/duration.js';
import { formatClock, formatInstant } from '../../format/instant.js';
import { stageSteps, type StageStep } from './stage-steps.js';
import classes from './stage-track.module.css';

interface StageTrackProps {
  readonly view: RevocationView;
  /** The gateway's clock, in milliseconds; how long the next stage has been awaited is counted by it. */
  readonly now: number;
  readonly size?: 'card' | 'detail';
}

/** Whole seconds only: a longer look than that is not what a page is for. */
function awaited(view: RevocationView, now: number): string {
  const seconds = Math.floor((now - Date.parse(view.eventAt)) / 1000);
  if (seconds < 1) return '…';
  return seconds < 60 ? `${seconds} s…` : `${formatDuration(seconds * 1000)}…`;
}

function reading(step: StageStep, view: RevocationView, now: number): string {
  if (step.stage === 'received') return formatClock(view.eventAt);
  if (step.afterMs !== undefined) return `+${formatDuration(step.afterMs)}`;
  return step.state === 'next' ? awaited(view, now) : '–';
}

/** One revocation on its road: event, contained, eradicated, verified, each with its time since the event. */
export function StageTrack({ view, now, size = 'card' }: StageTrackProps) {
  return (
    <ol
      className={classes['track']}
      data-size={size}
      data-held={view.targets.attention > 0}
      aria-label="Stages"
    >
      {stageSteps(view).map((step) => (
        <li key={step.stage} className={classes['step']} data-state={step.state} data-stage={step.stage}>
          <span className={classes['line']} aria-hidden="true" />
          <span className={classes['node']} aria-hidden="true" />
          <span className={classes['label']}>{step.label}</span>
          {step.state !== 'reached' && <VisuallyHidden>not yet, </VisuallyHidden>}
          <span className={`measured ${classes['time']}`} title={step.at && formatInstant(step.at)}>
            {reading(step, view, now)}
          </span>
        </li>
      ))}
    </ol>
  );
}
