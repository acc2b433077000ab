import { workforceAccessEndedV1, workforceAccessGrantedV1 } from '@trivium/contracts';
import { formatLink, personIdFor } from '@trivium/identity';
import { markerKey } from '@trivium/revocation';
import { until } from '@trivium/testing';
import { grantTypes } from './oauth/token/token-request.js';
import { startDecision, type Json, type RunningDecision } from './testing/running-decision.contract.js';

const employee = { id: personIdFor('hr', 'employee'), generation: 1 };
const resource = { type: 'table', id: 'orders' };
const question = { subject: { type: 'person', id: employee.id }, action: { name: 'read' }, resource };

let decision: RunningDecision;
beforeAll(async () => (decision = await startDecision({ consume: true })));
afterAll(() => decision.stop());

const ask = (body: Json = question) =>
  decision.post('/access/v1/evaluation', body, { ...decision.caller, 'x-request-id': 'r-1' });
const ready = async () => {
  const answer = await fetch(`${decision.url}/health/ready`);
  return {
    status: answer.status,
    checks: ((await answer.json()) as { checks: Record<string, Json> }).checks,
  };
};

describe('an evaluation', () => {
  it('permits what a road granted, and no more once the person is contained or the grant is over', async () => {
    const grant = { grantId: 'g-1', subjectId: employee.id, chain: [formatLink(employee)] };
    const permission = { action: 'read', resource };
    await decision.tell(workforceAccessGrantedV1, {
      ...grant,
      permission,
      grantedAt: new Date().toISOString(),
    });
    await until(async () => (await ask()).body.decision === true);
    const { headers, body } = await ask();
    expect(headers.get('x-request-id')).toBe('r-1');
    const version = expect.stringMatching(/^\d{4}\.\d+\.\d+\+[0-9a-f]{12}$/) as string;
    expect(body.context).toMatchObject({ reason: 'granted', fail_mode: 'strict', policy_version: version });
    const other = await ask({ ...question, action: { name: 'write' } });
    expect(other.body).toMatchObject({ decision: false, context: { reason: 'no_grant' } });
    await decision.markers.set(markerKey(employee.id), '1');
    expect((await ask()).body).toMatchObject({ decision: false, context: { reason: 'contained' } });
    await decision.markers.del(markerKey(employee.id));
    await decision.tell(workforceAccessEndedV1, {
      grantId: 'g-1',
      subjectId: employee.id,
      endedAt: new Date().toISOString(),
    });
    await until(async () => (await ask()).body.decision === false);
  });

  it.each([
    { name: 'without a subject', body: { action: { name: 'a' }, resource } },
    { name: 'with a subject of the wrong shape', body: { ...question, subject: 'me' } },
    {
      name: 'with a nested context',
      body: { ...question, context: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as Json },
    },
  ])('$name is refused as a problem', async ({ body }) => {
    const answer = await ask(body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  });

  it('is refused as a problem when the body is no JSON', async () => {
    expect((await decision.post('/access/v1/evaluation', '{"subject":', decision.caller)).status).toBe(400);
  });

  it.each(['GET', 'PUT', 'DELETE'])('is no answer to %s', async (method) => {
    const answer = await fetch(`${decision.url}/access/v1/evaluation?a=b`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is refused when the body is of another kind', async () => {
    const headers = { ...decision.caller, 'content-type': 'text/plain' };
    expect((await decision.post('/access/v1/evaluation', JSON.stringify(question), headers)).status).toBe(
      415,
    );
  });

  it('is closed to strangers', async () => {
    const answer = await decision.post('/access/v1/evaluation', question);
    expect([answer.status, answer.headers.get('www-authenticate')?.slice(0, 5)]).toEqual([401, 'Basic']);
  });
});

describe('the service', () => {
  it('is not ready, and calls nothing active, while markers are missing or their server is gone', async () => {
    const token = await decision.tokenFor('workforce', [employee]);
    await until(async () => (await ready()).status === 200);
    await decision.markers.flushall();
    expect(await decision.introspect(token)).toEqual({ active: false });
    const { checks } = await until(async () => {
      const report = await ready();
      return report.status === 503 && report;
    });
    expect(checks['markers of agent']).toMatchObject({ status: 'down' });
    await decision.valkey.kill();
    expect(await decision.introspect(token)).toEqual({ active: false });
    const assertion = await decision.assertion('workforce', [employee]);
    const refused = await decision.token({ grant_type: grantTypes.jwtBearer, assertion });
    expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    await decision.valkey.restart();
    await decision.complete();
    await until(async () => (await decision.introspect(token)).active === true);
  });

  it('counts its answers by what they were', async () => {
    await decision.introspect(await decision.tokenFor('workforce', [employee]));
    const counted = [
      'token",outcome="issued',
      'introspection",outcome="active',
      'introspection",outcome="unknown',
    ];
    await until(async () => {
      const text = await (await fetch(`${decision.url}/metrics`)).text();
      return counted.every((labels) => text.includes(`trivium_decisions_total{endpoint="${labels}"`));
    });
  });
});
