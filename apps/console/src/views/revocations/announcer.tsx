import { VisuallyHidden } from '@mantine/core';
import { roads } from '@trivium/identity';
import { useEffect, useRef, useState } from 'react';
import { announcement } from './announcement.js';
import type { Board } from './board.js';
import { roadWords } from './road-words.js';

/** Often enough to follow, seldom enough to be able to read something else in between. */
const everyMs = 6000;

const loaded = (board: Board) => roads.every((road) => board.lanes[road].load !== 'loading');

function sentences(before: Board, now: Board): string {
  return roads
    .map((road) => ({ road, said: announcement(before.lanes[road].items, now.lanes[road].items) }))
    .filter(({ said }) => said !== '')
    .map(({ road, said }) => `${roadWords[road].name}: ${said}.`)
    .join(' ');
}

/** Tells a screen reader, politely and together, what moved. */
export function Announcer({ board }: { readonly board: Board }) {
  const [said, setSaid] = useState('');
  const latest = useRef(board);
  latest.current = board;

  useEffect(() => {
    let before: Board | undefined;
    const looking = setInterval(() => {
      const now = latest.current;
      if (before) setSaid(sentences(before, now));
      if (before ?? loaded(now)) before = now;
    }, everyMs);
    return () => clearInterval(looking);
  }, []);

  return (
    <VisuallyHidden role="status" aria-live="polite" aria-label="What moved">
      {said}
    </VisuallyHidden>
  );
}
