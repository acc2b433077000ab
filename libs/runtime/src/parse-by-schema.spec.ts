import { z } from 'zod';
import { ParseBySchema } from './parse-by-schema.pipe.js';
import { Problem } from './problem.js';

const pipe = new ParseBySchema();
const schema = z.strictObject({ limit: z.coerce.number().int().max(10).default(5) });

function refused(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof Problem) return error.errors;
    throw error;
  }
}

describe('what a handler takes', () => {
  it('is what its schema makes of it', () => {
    expect(pipe.transform({ limit: '7' }, { type: 'query', schema })).toEqual({ limit: 7 });
    expect(pipe.transform({}, { type: 'query', schema })).toEqual({ limit: 5 });
  });

  it.each([
    { type: 'body' as const, value: { limit: 11 }, where: { pointer: '/limit' } },
    { type: 'body' as const, value: { more: 1 }, where: { pointer: '/more' } },
    { type: 'query' as const, value: { limit: '11' }, where: { name: 'limit' } },
    { type: 'param' as const, value: { limit: 'x' }, where: { name: 'limit' } },
  ])('is refused as a $type with the place of the mistake: $where', ({ type, value, where }) => {
    expect(refused(() => pipe.transform(value, { type, schema }))).toMatchObject([where]);
  });

  it('is as it came where no schema is named', () => {
    const data = { anything: true };
    expect(pipe.transform(data, { type: 'custom' })).toBe(data);
  });

  it('is not let through by a schema that nobody here can read', () => {
    const foreign = { '~standard': { version: 1 as const, vendor: 'x', validate: () => ({ value: 1 }) } };
    expect(() => pipe.transform({}, { type: 'body', schema: foreign })).toThrow('none of Zod');
  });
});
