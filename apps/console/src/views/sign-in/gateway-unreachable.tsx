import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ApiProblem } from '../../api/problem.js';
import { DoorPanel } from './door-panel.js';

interface GatewayUnreachableProps {
  readonly problem: ApiProblem;
  readonly onRetry: () => Promise<void>;
}

/** Shown when even the question "who is signed in?" got no usable answer. */
export function GatewayUnreachable({ problem, onRetry }: GatewayUnreachableProps) {
  const [busy, setBusy] = useState(false);

  async function retry() {
    setBusy(true);
    await onRetry();
    setBusy(false);
  }

  return (
    <DoorPanel
      title={problem.kind === 'offline' ? 'The gateway cannot be reached' : 'The gateway has a problem'}
    >
      <p role="alert">
        {problem.kind === 'offline'
          ? 'Check that it is running and that you are on its network.'
          : problem.message}
      </p>
      <Button loading={busy} onClick={() => void retry()}>
        Try again
      </Button>
    </DoorPanel>
  );
}
