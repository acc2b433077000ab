import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { rows } from './lint/boundaries.mjs';

const root = join(import.meta.dirname, '..');
const manifest = z.object({ name: z.string(), nx: z.object({ tags: z.array(z.string()) }).optional() });

const workspaces = z
  .object({ workspaces: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).workspaces;

const projects = globSync(
  workspaces.map((pattern) => `${pattern}/package.json`),
  { cwd: root },
).map((file) => {
  const { name, nx } = manifest.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));
  return { name, tags: nx?.tags ?? [] };
});

const constrained = new Set(rows.map((row) => row.sourceTag));

describe('every project', () => {
  it('is found', () => expect(projects.length).toBeGreaterThan(20));

  it.each(projects)('$name has one tag on each axis', ({ tags }) => {
    expect(tags.map((tag) => tag.split(':')[0]).sort()).toEqual(['scope', 'type']);
  });

  it('has a scope of its own', () => {
    const scopes = projects.flatMap(({ tags }) => tags.filter((tag) => tag.startsWith('scope:')));
    expect(scopes.filter((scope, index) => scopes.indexOf(scope) !== index)).toEqual([]);
  });

  it.each(projects)('$name is under a row of the table', ({ tags }) => {
    const axis = tags.includes('type:lib') ? 'scope:' : '';
    expect(tags.filter((tag) => tag.startsWith(axis) && constrained.has(tag))).not.toEqual([]);
  });
});
