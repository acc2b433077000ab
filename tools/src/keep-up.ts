import type { Stack } from '@trivium/local';
import { setTimeout as pause } from 'node:timers/promises';

type Process = Pick<Stack['services'][keyof Stack['services']], 'service' | 'exited' | 'start'>;

/** A service that ends by itself is started again, as an orchestrator would, until the signal says that it is over. */
export async function keepUp(
  service: Process,
  over: AbortSignal,
  say: (line: string) => void,
  pauseMs = 1_000,
): Promise<void> {
  for (;;) {
    await service.exited;
    if (over.aborted) return;
    say(`! ${service.service} ended and is started again; its log says why`);
    await service.start().catch((error: unknown) => {
      if (!over.aborted)
        say(`! ${service.service}: ${error instanceof Error ? error.message : String(error)}`);
    });
    await pause(pauseMs);
  }
}
