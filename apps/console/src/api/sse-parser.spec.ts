import fc from 'fast-check';
import { createSseParser } from './sse-parser.js';

const stream = [
  ': heartbeat\n\n',
  'id: 41\nevent: hello\ndata: {"now":"2026-01-01T00:00:00.000Z"}\n\n',
  'id: 42\r\nevent: revocation\r\ndata: {"a":\r\ndata: 1}\r\n\r\n',
  'retry: 2500\r\rdata:no space\r\r',
].join('');

const events = [
  { type: 'hello', data: '{"now":"2026-01-01T00:00:00.000Z"}' },
  { type: 'revocation', data: '{"a":\n1}' },
  { type: 'message', data: 'no space' },
];

function cut(text: string, at: readonly number[]): string[] {
  const marks = [0, ...[...at].sort((a, b) => a - b), text.length];
  return marks.slice(1).map((mark, index) => text.slice(marks[index], mark));
}

describe('a stream of events', () => {
  it('reads the same however the network cuts it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: stream.length })), (at) => {
        const parser = createSseParser();
        expect(cut(stream, at).flatMap((chunk) => parser.push(chunk))).toEqual(events);
        expect(parser.lastEventId).toBe('42');
        expect(parser.retryMs).toBe(2500);
      }),
    );
  });

  it.each([
    { name: 'an event that never ended', text: 'data: half' },
    { name: 'an event without data', text: 'event: revocation\n\n' },
    { name: 'a comment', text: ': still here\n\n' },
  ])('tells nothing of $name', ({ text }) => expect(createSseParser().push(text)).toEqual([]));

  it('keeps the last id of the connection before it', () => {
    const parser = createSseParser('7');
    parser.push('data: x\n\n');
    expect(parser.lastEventId).toBe('7');
  });
});
