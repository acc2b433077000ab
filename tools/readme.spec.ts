import { externalServers, projectRoot } from '@trivium/local';
import { readme, readmeBlock } from '@trivium/testing';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const read = (file: string) => readFileSync(join(projectRoot(), file), 'utf8');
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));

const each = (pattern: RegExp) =>
  pages.flatMap((file) => [...read(file).matchAll(pattern)].map(([, what = '']) => ({ file, what })));

describe('the pages at the top', () => {
  it.each(each(/\]\(([^:#)]+)\)/g))('$file: $what is there', ({ what }) => {
    expect(existsSync(join(projectRoot(), what))).toBe(true);
  });

  it.each(each(/npm run (?:-s )?([\w:]+)/g))('$file: npm run $what is a command', ({ what }) => {
    expect(Object.keys(scripts)).toContain(what);
  });

  it.each(each(/`(TRIVIUM_\w+)`/g))('$file: $what is a setting', ({ what }) => {
    expect(read('docs/config.md')).toContain(`\`${what}\``);
  });

  it('the servers of the example are the ones that are used', () => {
    const assigned = readmeBlock('bash', 'servers').matchAll(/\b([A-Z_]+)=(\S+)/g);
    const env = Object.fromEntries([...assigned].map(([, name = '', value = '']) => [name, value]));
    expect(externalServers(env)).toEqual({
      kafka: 'kafka.example.org:9092',
      kafkaUsername: 'admin',
      kafkaPassword: 'change-me',
      kafkaTls: false,
      postgres: 'postgres://admin:change-me@postgres.example.org:5432/trivium',
      valkey: 'redis://admin:change-me@valkey.example.org:6379',
    });
  });

  it('has no block of code that is half a fence', () => {
    expect(readme().match(/^```/gm)?.length ?? 0).toBeGreaterThan(0);
    expect((readme().match(/^```/gm)?.length ?? 0) % 2).toBe(0);
  });
});
