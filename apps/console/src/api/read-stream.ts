import { problemOf } from './http.js';
import { parseLiveMessage, type LiveMessage } from './live-message.js';
import { ApiProblem } from './problem.js';
import { createSseParser, type SseParser } from './sse-parser.js';

/** The gateway sends a heartbeat at least every 15 s; three missed ones mean a dead connection that nobody closed. */
export const silenceMs = 45_000;

export interface StreamReader {
  readonly lastEventId?: string;
  readonly signal: AbortSignal;
  onOpen(): void;
  onMessage(message: LiveMessage): void;
  onPosition(lastEventId: string | undefined, retryMs: number | undefined): void;
}

/** Reads one connection to its end and returns why it ended; an open stream has no good end. */
export async function readStream(reader: StreamReader): Promise<ApiProblem> {
  const watchdog = new AbortController();
  try {
    const response = await open(reader, watchdog.signal);
    if (!response.ok) return await problemOf(response);
    if (!response.body) return lost('The gateway closed the stream.');
    reader.onOpen();
    await pump(response.body, reader, watchdog);
    return lost('The gateway closed the stream.');
  } catch (cause) {
    return lost(
      watchdog.signal.aborted ? 'The stream fell silent.' : 'The gateway cannot be reached.',
      cause,
    );
  }
}

function open(reader: StreamReader, watchdog: AbortSignal): Promise<Response> {
  return fetch('/v1/stream', {
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      accept: 'text/event-stream',
      ...(reader.lastEventId !== undefined && { 'last-event-id': reader.lastEventId }),
    },
    signal: AbortSignal.any([reader.signal, watchdog]),
  });
}

async function pump(
  body: ReadableStream<Uint8Array>,
  reader: StreamReader,
  watchdog: AbortController,
): Promise<void> {
  const parser = createSseParser(reader.lastEventId);
  const chunks = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  for (;;) {
    const silence = setTimeout(() => watchdog.abort(), silenceMs);
    const { value, done } = await chunks.read().finally(() => clearTimeout(silence));
    if (done) return;
    deliver(value, parser, reader);
  }
}

function deliver(chunk: string, parser: SseParser, reader: StreamReader): void {
  for (const event of parser.push(chunk)) {
    const message = parseLiveMessage(event);
    if (message) reader.onMessage(message);
  }
  reader.onPosition(parser.lastEventId, parser.retryMs);
}

const lost = (message: string, cause?: unknown) => new ApiProblem('offline', message, undefined, { cause });
