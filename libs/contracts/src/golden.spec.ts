import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allEvents, eventsByType } from './all-events.js';

const folder = join('libs', 'contracts', 'golden');
const samples = readdirSync(folder).map((file) => ({
  name: file.replace(/\.json$/, ''),
  text: readFileSync(join(folder, file), 'utf8'),
}));

describe('a sample of every version ever published', () => {
  it.each(samples)('$name is still read, whole', ({ name, text }) => {
    const definition = eventsByType.get(name);
    expect(definition).toBeDefined();
    const sample: unknown = JSON.parse(text);
    expect(definition!.data.parse(sample)).toEqual(sample);
    expect(definition!.key(definition!.data.parse(sample))).toMatch(/\S/);
  });

  it('is there for each event', () => {
    expect(samples.map(({ name }) => name).sort()).toEqual(allEvents.map(({ type }) => type).sort());
  });

  it('names an event by its topic’s road, its version last', () => {
    for (const { type, version, topic } of allEvents) {
      expect(type.split('.')[0]).toBe(topic.split('.')[0]);
      expect(type.endsWith(`.v${version}`)).toBe(true);
    }
  });
});
