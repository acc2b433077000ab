import type { Clock } from '@trivium/runtime';
import type { Delivered } from './running-intake.contract.js';

/** What senders write, at the moment that the clock shows. */
export function samplesOf(clock: Clock) {
  const at = () => clock.now().toISOString();
  return {
    left: (externalId: string, data: object = {}) => ({
      type: 'person.left',
      occurredAt: at(),
      data: { externalId, ...data },
    }),
    joined: (externalId: string, data: object = {}) => ({
      type: 'person.joined',
      occurredAt: at(),
      data: { externalId, displayName: 'Example', ...data },
    }),
    employee: (over: object) => ({ employees: [{ id: '7', action: 'Updated', fields: {}, ...over }] }),
    alert: (over: object = {}) => ({
      action: 'created',
      alert: { number: 3, secret_type: 'api_token', created_at: at(), ...over },
      repository: { full_name: 'example/orders' },
    }),
    deployment: (over: object = {}, status: object = {}) => ({
      deployment_status: { state: 'success', environment: 'production', created_at: at(), ...status },
      deployment: { id: 9, ref: 'main', sha: 'abc', environment: 'production', payload: {}, ...over },
      repository: { full_name: 'example/orders' },
    }),
  };
}

export function expectProblem(answer: Delivered, status: number, code: string, field?: object): void {
  expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { status, code } });
  if (field) expect(answer.body.errors).toContainEqual(expect.objectContaining(field));
}
