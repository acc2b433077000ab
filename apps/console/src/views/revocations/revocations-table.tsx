import { Button } from '@mantine/core';
import type { RevocationView } from '@trivium/contracts';
import { useState } from 'react';
import { formatDuration } from '../../format/duration.js';
import { formatInstant } from '../../format/instant.js';
import { toSentence, toWords } from '../../format/words.js';
import type { OpenRevocation } from './address.js';
import { attentionSentence } from './attention-sentence.js';
import { RevocationLink } from './revocation-link.js';
import classes from './revocations-table.module.css';
import { roadWords } from './road-words.js';
import { stageTimes, type StageTimes } from './stage-times.js';

interface RevocationsTableProps {
  readonly views: readonly RevocationView[];
  readonly narrowed: boolean;
  /** True when the gateway has older ones than those in `views`. */
  readonly older: boolean;
  readonly onOlder: () => void;
  readonly onOpen: (open: OpenRevocation) => void;
}

const rowsAtFirst = 50;
const stageColumns = ['contained', 'eradicated', 'verified'] as const;

/** The same revocations of all chosen roads in one table, newest first, for reading and comparing. */
export function RevocationsTable({ views, narrowed, older, onOlder, onOpen }: RevocationsTableProps) {
  const [rows, setRows] = useState(rowsAtFirst);
  const sorted = [...views].sort((a, b) => Date.parse(b.eventAt) - Date.parse(a.eventAt));

  function showMore() {
    setRows(rows + rowsAtFirst);
    if (sorted.length < rows + rowsAtFirst && older) onOlder();
  }

  return (
    <>
      {sorted.length === 0 ? (
        <p className={classes['empty']}>{emptySentence(narrowed, older)}</p>
      ) : (
        <div className={classes['scroll']} role="region" aria-label="Table of revocations" tabIndex={0}>
          <table className={classes['table']}>
            <Head />
            <tbody>
              {sorted.slice(0, rows).map((view) => (
                <Row key={view.revocationId} view={view} onOpen={onOpen} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(sorted.length > rows || older) && (
        <Button variant="subtle" color="gray" size="xs" mt="xs" onClick={showMore}>
          {sorted.length > 0 ? 'Show more' : 'Look further back'}
        </Button>
      )}
    </>
  );
}

function emptySentence(narrowed: boolean, older: boolean): string {
  if (!narrowed) return 'No revocation to list yet.';
  return older ? 'None of the newest revocations matches.' : 'No revocation matches.';
}

function Head() {
  const columns = [
    'Subject',
    'Road',
    'Reason',
    'Event',
    'Contained',
    'Eradicated',
    'Verified',
    'Targets',
    'Owner',
  ];
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col" data-column={column}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Row({
  view,
  onOpen,
}: {
  readonly view: RevocationView;
  readonly onOpen: RevocationsTableProps['onOpen'];
}) {
  const { targets } = view;
  return (
    <tr data-attention={targets.attention > 0}>
      <th scope="row">
        <span className={classes['name']}>
          <RevocationLink view={view} onOpen={onOpen} className={classes['link']} />
        </span>
        <span className={classes['kind']}>{toWords(view.subject.kind)}</span>
      </th>
      <td>{roadWords[view.road].name}</td>
      <td>{toSentence(view.reason)}</td>
      <td className="measured" title={view.eventAt}>
        {formatInstant(view.eventAt)}
      </td>
      <StageCells times={stageTimes(view)} />
      <td className="measured" data-number>
        {targets.verified}/{targets.total}
        {targets.attention > 0 && (
          <span className={classes['attention']}> · {attentionSentence(targets.attention)}</span>
        )}
      </td>
      <td className={classes['owner']} title={view.owner}>
        {view.owner ?? '–'}
      </td>
    </tr>
  );
}

function StageCells({ times }: { readonly times: StageTimes }) {
  return stageColumns.map((stage) => {
    const ms = times[stage];
    return (
      <td key={stage} className="measured" data-number data-stage={ms === undefined ? 'none' : stage}>
        {ms === undefined ? 'not yet' : `+${formatDuration(ms)}`}
      </td>
    );
  });
}
