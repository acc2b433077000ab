import type { EventDefinition } from '@trivium/contracts';

/** Stands for a field that is not there yet and reads as its path in braces. */
function field(path: string): Record<string, unknown> {
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) =>
        typeof name === 'symbol' ? () => `{${path}}` : field(path === '' ? name : `${path}.${name}`),
    },
  );
}

/** Of what an event's partition key is made: `{personId}`, `{source}:{repository}`. */
export const keyTemplate = ({ key }: Pick<EventDefinition, 'key'>): string => [key(field(''))].join('');
