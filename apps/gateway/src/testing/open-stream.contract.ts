import { until } from '@trivium/testing';
import type { Json, Visitor } from './visitor.contract.js';

export interface Told {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Json;
}

/** One connection to the live stream, read as it comes. */
export async function openStream(visitor: Visitor, lastEventId?: string) {
  const answer = await visitor.get('/v1/stream', lastEventId ? { 'last-event-id': lastEventId } : {});
  if (!answer.body) throw new Error('the stream has no body');
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const ended = (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
    }
  })();
  const blocks = () => text.split('\n\n').slice(0, -1);
  const told = (): Told[] =>
    blocks()
      .map(parse)
      .filter((one) => one !== undefined);
  return {
    status: answer.status,
    headers: answer.headers,
    ended,
    told,
    heartbeats: () => blocks().filter((block) => block.startsWith(':')).length,
    revocations: () => told().filter(({ event }) => event === 'revocation'),
    untilTold: (event: string) => until(() => told().find((one) => one.event === event)),
    close: () => reader.cancel(),
  };
}

function parse(block: string): Told | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const [event, data] = [field('event'), field('data')];
  return event && data ? { id: field('id'), event, data: JSON.parse(data) as Json } : undefined;
}
