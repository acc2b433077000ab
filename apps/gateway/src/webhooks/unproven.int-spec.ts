import { names, startIntake } from '../testing/running-intake.contract.js';
import { expectProblem, samplesOf } from '../testing/webhook-samples.contract.js';

const intake = await startIntake();
afterAll(() => intake.stop());

const { left, employee } = samplesOf(intake.clock);
const minutes = (count: number) => new Date(intake.clock.now().getTime() + count * 60_000);

describe('a delivery that proves nothing', () => {
  it.each([
    {
      name: 'with a wrong signature',
      headers: { 'webhook-signature': 'v1,bm8=' },
      status: 401,
      code: 'ERR_WRONG_SIGNATURE',
      field: 'webhook-signature',
    },
    {
      name: 'with a signature in other letters than ASCII',
      headers: { 'webhook-signature': 'v1,é' },
      status: 401,
      code: 'ERR_WRONG_SIGNATURE',
      field: 'webhook-signature',
    },
    {
      name: 'with an id that was not signed',
      headers: { 'webhook-id': 'msg_é' },
      status: 401,
      code: 'ERR_WRONG_SIGNATURE',
      field: 'webhook-signature',
    },
    {
      name: 'with no id',
      headers: { 'webhook-id': undefined },
      status: 400,
      code: 'ERR_MISSING_HEADER',
      field: 'webhook-id',
    },
    {
      name: 'with no timestamp',
      headers: { 'webhook-timestamp': undefined },
      status: 400,
      code: 'ERR_MISSING_HEADER',
      field: 'webhook-timestamp',
    },
    {
      name: 'with no signature',
      headers: { 'webhook-signature': undefined },
      status: 400,
      code: 'ERR_MISSING_HEADER',
      field: 'webhook-signature',
    },
    {
      name: 'with a timestamp that is a date',
      headers: { 'webhook-timestamp': '2026-01-05' },
      status: 400,
      code: 'ERR_INVALID_TIMESTAMP',
      field: 'webhook-timestamp',
    },
    {
      name: 'with an id too long to be kept',
      headers: { 'webhook-id': 'm'.repeat(201) },
      status: 400,
      code: 'ERR_INVALID_HEADER',
      field: 'webhook-id',
    },
  ])('$name is a problem that names $field', async ({ headers, status, code, field }) => {
    expectProblem(await intake.hris(left('nobody'), { headers }), status, code, { name: field });
    expect(intake.seen).toEqual([]);
  });

  it.each([
    { name: 'six minutes old', by: -6 },
    { name: 'six minutes ahead', by: 6 },
  ])('that is $name is refused', async ({ by }) => {
    const answer = await intake.hris(left('nobody'), { at: minutes(by) });
    expectProblem(answer, 401, 'ERR_STALE_TIMESTAMP', { name: 'webhook-timestamp' });
  });

  it.each([{ name: 'x-hub-signature-256' }, { name: 'x-github-delivery' }, { name: 'x-github-event' }])(
    'of a forge without $name is refused',
    async ({ name }) => {
      const answer = await intake.github('ping', {}, { [name]: undefined });
      expectProblem(answer, 400, 'ERR_MISSING_HEADER', { name });
    },
  );

  it.each([
    { value: 'sha256=00' },
    { value: 'sha1=' },
    { value: 'é' },
    { value: `sha256=${'f'.repeat(64)}` },
  ])('of a forge signed $value is refused', async ({ value }) => {
    const answer = await intake.github('ping', {}, { 'x-hub-signature-256': value });
    expectProblem(answer, 401, 'ERR_WRONG_SIGNATURE', { name: 'x-hub-signature-256' });
  });

  it('of BambooHR signed with another key is refused', async () => {
    const answer = await intake.bamboohr(employee({}), { 'x-bamboohr-signature': 'f'.repeat(64) });
    expectProblem(answer, 401, 'ERR_WRONG_SIGNATURE', { name: 'x-bamboohr-signature' });
  });

  it.each([
    { name: 'a source that there is not', path: '/hooks/hris/nobody' },
    { name: 'a source of another kind', path: `/hooks/hris/${names.github}` },
    { name: 'a source that every object has', path: '/hooks/hris/__proto__' },
  ])('from $name is refused', async ({ path }) =>
    expectProblem(await intake.post(path, '{}', {}), 404, 'ERR_UNKNOWN_SOURCE'),
  );
});
