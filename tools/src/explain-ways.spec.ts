import { explain } from './explain-ways.js';

const all = ['KAFKA_BROKERS', 'DATABASE_URL', 'VALKEY_URL'];

describe('where no way to run it is open', () => {
  it.each([
    {
      name: 'a bare machine is told what each way lacks',
      given: {
        unnamed: all,
        embedded: ['Java 17 or newer (java)', 'Maven (mvn)'],
        compose: ['Docker (docker)'],
      },
      want: [
        'not set: KAFKA_BROKERS, DATABASE_URL, VALKEY_URL',
        'missing: Java 17 or newer (java); Maven (mvn)',
        'missing: Docker (docker)',
      ],
    },
    {
      name: 'who names a server of their own is not given containers instead',
      given: { unnamed: all.slice(1), embedded: ['Maven (mvn)'], compose: [] },
      want: ['not set: DATABASE_URL, VALKEY_URL', 'missing: Maven (mvn)', 'unset the variables of 1'],
    },
    {
      name: 'with all servers named, the example cache still needs a server',
      given: { unnamed: [], embedded: ['Valkey'], compose: ['Docker (docker)'] },
      want: ['the example cache is embedded all the same', 'missing: Valkey'],
    },
  ])('$name', ({ given, want }) => {
    for (const text of want) expect(explain(given)).toContain(text);
  });
});
