import { parseLiveMessage } from './live-message.js';

const lag = [
  { road: 'agent', group: 'agent.agent.revocation', topic: 'agent.revocation', lag: 3, oldestMs: 12 },
];

describe('an event of the stream', () => {
  it.each([
    {
      name: 'tells the gateway’s time',
      event: { type: 'hello', data: '{"now":"2026-01-01T00:00:00.000Z"}' },
      want: { kind: 'hello', now: '2026-01-01T00:00:00.000Z' },
    },
    {
      name: 'tells the lag of each road',
      event: { type: 'lag', data: JSON.stringify(lag) },
      want: { kind: 'lag', entries: lag },
    },
    {
      name: 'is counted as unreadable when it is no JSON',
      event: { type: 'lag', data: '[{' },
      want: { kind: 'unreadable', type: 'lag' },
    },
    {
      name: 'is counted as unreadable when a field is missing',
      event: { type: 'revocation', data: '{"road":"agent"}' },
      want: { kind: 'unreadable', type: 'revocation' },
    },
    {
      name: 'is passed over when its type is of a newer gateway',
      event: { type: 'weather', data: '{}' },
      want: undefined,
    },
  ])('$name', ({ event, want }) => expect(parseLiveMessage(event)).toEqual(want));
});
