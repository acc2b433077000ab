import fc from 'fast-check';
import { startIntake, type Delivered } from '../testing/running-intake.contract.js';

const intake = await startIntake();
afterAll(() => intake.stop());

const instant = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '2031-01-01T00:00:00+14:00', ''),
);
const word = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string(), fc.constant('\u0000'));
const anything = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' });
const mostly = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: anything });
const record = (shape: Record<string, fc.Arbitrary<unknown>>) =>
  mostly(fc.record(shape, { requiredKeys: [] }));

const hris = record({
  type: mostly(fc.constantFrom('person.joined', 'person.left', 'other')),
  occurredAt: mostly(instant),
  data: record({
    externalId: mostly(word),
    displayName: mostly(word),
    email: mostly(fc.emailAddress()),
    timeZone: mostly(fc.constantFrom('Europe/Berlin', 'Mars/Olympus')),
    effectiveAt: mostly(instant),
    lastDay: mostly(fc.constantFrom('2031-03-31', '2031-02-30', '0000-01-01')),
    reason: mostly(word),
  }),
});
const field = mostly(fc.oneof(fc.record({ value: mostly(word) }), word));
const bamboohr = fc.oneof(
  record({
    employees: mostly(
      fc.array(
        record({
          id: mostly(fc.oneof(word, fc.integer(), fc.double())),
          action: mostly(fc.constantFrom('Created', 'Updated', 'Deleted')),
          changedFields: mostly(fc.array(mostly(word))),
          fields: record({
            status: field,
            terminationDate: field,
            workEmail: field,
            firstName: field,
            displayName: field,
          }),
        }),
        { maxLength: 4 },
      ),
    ),
  }),
  record({
    type: mostly(fc.constantFrom('employee.deleted', 'employee.updated')),
    timestamp: mostly(instant),
    data: record({ employee_id: mostly(fc.oneof(word, fc.integer())) }),
  }),
);
const repository = record({ full_name: mostly(word) });
const github = fc.oneof(
  record({
    deployment_status: record({
      state: mostly(fc.constantFrom('success', 'inactive', 'waiting')),
      environment: mostly(word),
      created_at: mostly(instant),
    }),
    deployment: record({
      id: mostly(fc.oneof(fc.integer(), fc.double())),
      ref: mostly(word),
      sha: mostly(word),
      environment: mostly(word),
      payload: mostly(fc.oneof(word, record({ permissions: mostly(fc.array(word)) }))),
    }),
    repository,
    sender: record({ login: mostly(word) }),
  }),
  record({
    action: mostly(fc.constantFrom('created', 'resolved')),
    alert: record({
      number: mostly(fc.integer()),
      secret_type: mostly(word),
      secret: mostly(word),
      created_at: mostly(instant),
      html_url: mostly(word),
    }),
    repository,
  }),
);

/** Taken, or refused with a problem that says where; never an error of ours. */
function expectAnswer(answer: Delivered): void {
  if (answer.status < 300)
    expect(answer).toMatchObject({ type: expect.stringContaining('application/json') });
  else
    expect(answer).toMatchObject({
      status: 400,
      type: 'application/problem+json',
      body: { errors: expect.anything() },
    });
}

const runs = { numRuns: 120 };

describe('whatever a signed delivery says', () => {
  it('the generic source is answered', () =>
    fc.assert(
      fc.asyncProperty(hris, async (body) => expectAnswer(await intake.hris(body))),
      runs,
    ));

  it('BambooHR is answered', () =>
    fc.assert(
      fc.asyncProperty(bamboohr, async (body) => expectAnswer(await intake.bamboohr(body))),
      runs,
    ));

  it('the forge is answered', () => {
    const events = fc.constantFrom('deployment_status', 'secret_scanning_alert', 'ping');
    return fc.assert(
      fc.asyncProperty(events, github, async (event, body) => {
        // Nothing at all proves nothing, whatever its signature.
        const answer = await intake.github(event, body);
        if (body === '') expect(answer).toMatchObject({ status: 401 });
        else expectAnswer(answer);
      }),
      { ...runs, examples: [['deployment_status', '']] },
    );
  });

  it('bytes that are no JSON are answered', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const answer = await intake.bamboohr(Buffer.from(bytes));
        expectAnswer(answer);
      }),
      runs,
    ));
});
