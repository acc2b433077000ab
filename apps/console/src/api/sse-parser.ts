/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

/** What the parser keeps between two chunks. `lastEventId` and `retryMs` outlive events, as the HTML standard says. */
export interface SseParser {
  /** Takes the next piece of text, however it was cut, and returns the events that it completes. */
  push(chunk: string): readonly StreamEvent[];
  readonly lastEventId: string | undefined;
  /** The reconnection time that the server asked for. */
  readonly retryMs: number | undefined;
}

/**
 * Reads `text/event-stream` (HTML Living Standard, section 9.2.6). The browser's own `EventSource` shows neither the status of a refused
 * connection nor heartbeats, and both decide here: sign in again, or reconnect.
 */
export function createSseParser(lastEventId?: string): SseParser {
  let rest = '';
  let afterCr = false;
  let type = '';
  let data: string[] = [];
  let id = lastEventId;
  let retryMs: number | undefined;

  function dispatch(): StreamEvent[] {
    const event = data.length > 0 ? [{ type: type || 'message', data: data.join('\n') }] : [];
    type = '';
    data = [];
    return event;
  }

  function field(name: string, value: string): void {
    if (name === 'data') data.push(value);
    else if (name === 'event') type = value;
    else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
  }

  function line(text: string): StreamEvent[] {
    if (text === '') return dispatch();
    const colon = text.indexOf(':');
    if (colon < 0) field(text, '');
    else if (colon > 0) field(text.slice(0, colon), text.slice(colon + 1).replace(/^ /, ''));
    return [];
  }

  return {
    push(chunk) {
      // The line before ended with the CR of a CRLF that was cut in two: its LF ends no second line.
      const text = rest + (afterCr && chunk.startsWith('\n') ? chunk.slice(1) : chunk);
      if (chunk !== '') afterCr = chunk.endsWith('\r');
      const lines = text.split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      return lines.flatMap(line);
    },
    get lastEventId() {
      return id;
    },
    get retryMs() {
      return retryMs;
    },
  };
}
