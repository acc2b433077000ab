import { parseBody, parseParameters } from './parse-body.js';
import { z } from 'zod';

const loose = z.looseObject({});
const refusal = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('text that no database keeps', () => {
  it.each([
    { name: 'in a field', body: { a: [{ b: 'x\u0000' }] }, pointer: '/a/0/b' },
    { name: 'half a character', body: { a: '\ud83d' }, pointer: '/a' },
    { name: 'in a field’s name', body: { a: { 'x\u0000': 1 } }, pointer: '/a' },
  ])('$name is refused where it stands', ({ body, pointer }) =>
    expect(refusal(() => parseBody(loose, body))).toMatchObject({ status: 400, errors: [{ pointer }] }),
  );

  it('in a parameter is refused by its name', () =>
    expect(refusal(() => parseParameters(loose, { subject: '\u0000' }))).toMatchObject({
      status: 400,
      errors: [{ name: 'subject' }],
    }));

  it('is no other text', () => {
    const body = { 名: ['👩🏽‍🚀', 'é', '\u0001'] };
    expect(parseBody(loose, body)).toEqual(body);
  });
});
