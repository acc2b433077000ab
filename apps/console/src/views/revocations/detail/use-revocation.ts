import type { RevocationDetail, RevocationView } from '@trivium/contracts';
import { useCallback, useEffect, useState } from 'react';
import { gateway } from '../../../api/gateway.js';
import { toProblem, type ApiProblem } from '../../../api/problem.js';
import type { OpenRevocation } from '../address.js';

export interface RevocationReading {
  readonly detail: RevocationDetail | undefined;
  readonly problem: ApiProblem | undefined;
  readonly retry: () => void;
}

/**
 * The opened revocation with its receipts, read again whenever the stream tells something new of it (`told`). Until the answer is there the
 * last one stands.
 */
export function useRevocation(open: OpenRevocation, told: RevocationView | undefined): RevocationReading {
  const { road, revocationId } = open;
  const [detail, setDetail] = useState<RevocationDetail>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const left = new AbortController();
    async function read() {
      try {
        setDetail(await gateway.revocation(road, revocationId, left.signal));
        setProblem(undefined);
      } catch (cause) {
        if (!left.signal.aborted) setProblem(toProblem(cause));
      }
    }
    void read();
    return () => left.abort();
  }, [road, revocationId, told, attempt]);

  return { detail, problem, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}
