import { startIntake } from '../testing/running-intake.contract.js';
import { expectProblem, samplesOf } from '../testing/webhook-samples.contract.js';

const intake = await startIntake();
afterAll(() => intake.stop());

const { left, joined, employee, alert, deployment } = samplesOf(intake.clock);
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('a delivery that nobody can read', () => {
  it.each([
    { name: 'no JSON', body: '{"type":', code: 'ERR_MALFORMED_JSON', pointer: '' },
    { name: 'empty', body: '', code: 'ERR_MALFORMED_JSON', pointer: '' },
    { name: 'no object', body: '[]', code: 'ERR_INVALID_INPUT', pointer: '' },
    { name: 'without a type', body: '{}', code: 'ERR_INVALID_INPUT', pointer: '/type' },
    {
      name: 'nested a thousand deep',
      body: `{"type":"person.left","data":${nested(1000)}}`,
      code: 'ERR_TOO_DEEP',
      pointer: '',
    },
    {
      name: 'of another type and nested a thousand deep',
      body: `{"type":"other","data":${nested(1000)}}`,
      code: 'ERR_TOO_DEEP',
      pointer: '',
    },
    {
      name: 'without the person',
      body: { ...left('x'), data: {} },
      code: 'ERR_INVALID_INPUT',
      pointer: '/data/externalId',
    },
    {
      name: 'without a time',
      body: { ...left('x'), occurredAt: 'today' },
      code: 'ERR_INVALID_INPUT',
      pointer: '/occurredAt',
    },
    {
      name: 'of a time beyond the calendar',
      body: { ...left('x'), occurredAt: '9999-12-31T23:59:59-23:59' },
      code: 'ERR_INVALID_INPUT',
      pointer: '/occurredAt',
    },
    {
      name: 'of a day that there is not',
      body: left('x', { lastDay: '2031-02-30' }),
      code: 'ERR_INVALID_INPUT',
      pointer: '/data/lastDay',
    },
    {
      name: 'with two ends',
      body: left('x', { lastDay: '2031-02-20', effectiveAt: '2031-02-20T12:00:00Z' }),
      code: 'ERR_INVALID_INPUT',
      pointer: '/data/lastDay',
    },
    {
      name: 'in a zone that there is not',
      body: joined('x', { timeZone: 'Mars/Olympus' }),
      code: 'ERR_INVALID_INPUT',
      pointer: '/data/timeZone',
    },
    {
      name: 'with a character that no database keeps',
      body: left('x\u0000y'),
      code: 'ERR_INVALID_INPUT',
      pointer: '/data/externalId',
    },
    {
      name: 'with half a character',
      body: '{"type":"person.left","occurredAt":"2031-01-01T00:00:00Z","data":{"externalId":"\\ud800"}}',
      code: 'ERR_INVALID_INPUT',
      pointer: '/data/externalId',
    },
  ])('$name is a problem that says where', async ({ body, code, pointer }) =>
    expectProblem(await intake.hris(body), 400, code, { pointer }),
  );

  it('in another encoding than UTF-8 is called that, not wrongly signed', async () => {
    const latin1 = Buffer.from(JSON.stringify(joined('x', { displayName: 'Zoë' })), 'latin1');
    expectProblem(await intake.hris(latin1), 400, 'ERR_MALFORMED_JSON', { pointer: '' });
  });

  it.each([
    { type: 'text/plain' },
    { type: 'application/x-www-form-urlencoded' },
    { type: 'application/xml' },
  ])('of type $type is refused', async ({ type }) => {
    const answer = await intake.hris(left('x'), { headers: { 'content-type': type } });
    expectProblem(answer, 415, 'ERR_UNSUPPORTED_MEDIA_TYPE');
  });

  it('of ten megabytes is refused', async () =>
    expectProblem(await intake.hris('x'.repeat(10 * 1024 * 1024)), 413, 'ERR_TOO_LARGE'));

  it.each([
    { name: 'no employee', body: { employees: [] }, pointer: '/employees' },
    {
      name: 'an act that there is not',
      body: employee({ action: 'Promoted' }),
      pointer: '/employees/0/action',
    },
    {
      name: 'a last day that is none',
      body: employee({ fields: { terminationDate: { value: '31/12/2026' } } }),
      pointer: '/employees/0/fields/terminationDate',
    },
    {
      name: 'an employee without id',
      body: { employees: [{ action: 'Updated' }] },
      pointer: '/employees/0/id',
    },
  ])('BambooHR’s $name is a problem that says where', async ({ body, pointer }) =>
    expectProblem(await intake.bamboohr(body), 400, 'ERR_INVALID_INPUT', { pointer }),
  );

  it.each([
    {
      name: 'alert without number',
      event: 'secret_scanning_alert',
      body: alert({ number: 'three' }),
      pointer: '/alert/number',
    },
    {
      name: 'alert beyond all numbers',
      event: 'secret_scanning_alert',
      body: alert({ number: 2 ** 40 }),
      pointer: '/alert/number',
    },
    {
      name: 'deployment without commit',
      event: 'deployment_status',
      body: deployment({ sha: undefined }),
      pointer: '/deployment/sha',
    },
    {
      name: 'deployment by nobody’s state',
      event: 'deployment_status',
      body: deployment({}, { state: 'odd' }),
      pointer: '/deployment_status/state',
    },
  ])('a forge’s $name is a problem that says where', async ({ event, body, pointer }) =>
    expectProblem(await intake.github(event, body), 400, 'ERR_INVALID_INPUT', { pointer }),
  );
});
