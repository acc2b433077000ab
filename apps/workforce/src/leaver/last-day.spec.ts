import fc from 'fast-check';
import { endOfDay } from './last-day.js';

describe('the end of a last day', () => {
  it.each([
    {
      name: 'in the middle of winter',
      day: '2026-01-15',
      zone: 'Europe/Berlin',
      want: '2026-01-15T23:00:00Z',
    },
    {
      name: 'that is an hour shorter',
      day: '2026-03-29',
      zone: 'Europe/Berlin',
      want: '2026-03-29T22:00:00Z',
    },
    {
      name: 'that is an hour longer',
      day: '2026-10-25',
      zone: 'Europe/Berlin',
      want: '2026-10-25T23:00:00Z',
    },
    {
      name: 'before a midnight that is left out',
      day: '2026-04-23',
      zone: 'Africa/Cairo',
      want: '2026-04-23T22:00:00Z',
    },
    {
      name: 'the furthest east',
      day: '2026-06-30',
      zone: 'Pacific/Kiritimati',
      want: '2026-06-30T10:00:00Z',
    },
    { name: 'the furthest west', day: '2026-06-30', zone: 'Pacific/Niue', want: '2026-07-01T11:00:00Z' },
    { name: 'at an odd offset', day: '2026-06-30', zone: 'Asia/Kathmandu', want: '2026-06-30T18:15:00Z' },
    {
      name: 'that the calendar there left out',
      day: '2011-12-30',
      zone: 'Pacific/Apia',
      want: '2011-12-30T10:00:00Z',
    },
    { name: 'at the turn of the year', day: '2026-12-31', zone: 'UTC', want: '2027-01-01T00:00:00Z' },
    { name: 'of nobody knows where', day: '2026-06-30', zone: undefined, want: '2026-07-01T00:00:00Z' },
    {
      name: 'in a zone that there is not',
      day: '2026-06-30',
      zone: 'Mars/Olympus',
      want: '2026-07-01T00:00:00Z',
    },
  ])('$name', ({ day, zone, want }) => expect(endOfDay(day, zone)).toEqual(new Date(want)));

  it('is the first moment at which the calendar there says another day', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const days = fc.date({ min: new Date('2020-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, days, (zone, date) => {
        const day = date.toISOString().slice(0, 10);
        const there = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
        const end = endOfDay(day, zone);
        expect(there.format(end) > day).toBe(true);
        expect(there.format(new Date(end.getTime() - 1)) > day).toBe(false);
      }),
    );
  });
});
