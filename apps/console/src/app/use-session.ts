import { useCallback, useEffect, useState } from 'react';
import { gateway } from '../api/gateway.js';
import { toProblem } from '../api/problem.js';
import type { SessionState } from './session-state.js';

export interface SessionControl {
  readonly state: SessionState;
  /** Asks the gateway who is signed in. */
  readonly refresh: () => Promise<void>;
  /** The gateway refused a call because the session is over. */
  readonly ended: () => void;
  readonly signOut: () => Promise<void>;
}

async function ask(signal?: AbortSignal): Promise<SessionState> {
  try {
    return { kind: 'signed-in', session: await gateway.session(signal) };
  } catch (cause) {
    const problem = toProblem(cause);
    return problem.kind === 'signed-out'
      ? { kind: 'signed-out', ended: false }
      : { kind: 'unknown', problem };
  }
}

export function useSession(): SessionControl {
  const [state, setState] = useState<SessionState>({ kind: 'asking' });

  useEffect(() => {
    const left = new AbortController();
    void ask(left.signal).then((next) => left.signal.aborted || setState(next));
    return () => left.abort();
  }, []);

  const refresh = useCallback(async () => setState(await ask()), []);
  const ended = useCallback(() => setState({ kind: 'signed-out', ended: true }), []);
  const signOut = useCallback(async () => {
    try {
      await gateway.signOut();
      setState({ kind: 'signed-out', ended: false });
    } catch (cause) {
      setState({ kind: 'unknown', problem: toProblem(cause) });
    }
  }, []);

  return { state, refresh, ended, signOut };
}
