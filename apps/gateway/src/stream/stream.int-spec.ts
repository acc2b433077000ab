import {
  agentRevocationAdvancedV1,
  workforceRevocationAdvancedV1,
  workloadRevocationAdvancedV1,
  type RevocationView,
} from '@trivium/contracts';
import { until } from '@trivium/testing';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { openStream } from '../testing/open-stream.contract.js';
import { startGateway, type RunningGateway } from '../testing/running-gateway.contract.js';
import { administrator, problem, refusal, script, stranger, type Json } from '../testing/visitor.contract.js';

let gateway: RunningGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.stop());

const events = {
  workforce: workforceRevocationAdvancedV1,
  workload: workloadRevocationAdvancedV1,
  agent: agentRevocationAdvancedV1,
};

function revocation(road: RevocationView['road'], over: Partial<RevocationView> = {}): RevocationView {
  return {
    revocationId: `rev_${randomUUID()}` as RevocationView['revocationId'],
    road,
    subject: { id: `sub_${randomUUID()}`, kind: 'person', label: 'Somebody' },
    reason: 'left',
    eventAt: new Date().toISOString(),
    stage: 'received',
    targets: { total: 0, eradicated: 0, verified: 0, attention: 0 },
    ...over,
  };
}

const tell = (view: RevocationView) => gateway.tell(events[view.road], view);
const open = async (lastEventId?: string) => openStream(await administrator(gateway), lastEventId);
const idOf = ({ data }: { data: Json }) => data.revocationId;

describe('the live stream', () => {
  it('tells what each road says, as it says it', async () => {
    const stream = await open();
    const views = [revocation('workforce'), revocation('workload'), revocation('agent')];
    for (const view of views) await tell(view);
    for (const view of views) {
      const told = await until(() => stream.revocations().find((one) => idOf(one) === view.revocationId));
      expect(told.data).toEqual(view);
    }
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(stream.headers.get('cache-control')).toBe('no-store');
    expect(stream.told()[0]).toMatchObject({ event: 'hello', data: { now: expect.any(String) as string } });
    await stream.close();
  });

  it('gives who comes back with the last id exactly what was missed', async () => {
    // Of one person: a road keeps the order of what it says of each subject, not of all of them.
    const { subject } = revocation('workforce');
    const views = Array.from({ length: 30 }, () => revocation('workforce', { subject }));
    const first = await open();
    for (const view of views.slice(0, 10)) await tell(view);
    const seen = await until(() => first.revocations().find((one) => idOf(one) === views[9]!.revocationId));
    await first.close();
    for (const view of views.slice(10)) await tell(view);
    const witness = await open();
    const last = revocation('workforce', { subject });
    await tell(last);
    await until(() => witness.revocations().some((one) => idOf(one) === last.revocationId));
    const again = await open(seen.id);
    await until(() => again.revocations().some((one) => idOf(one) === last.revocationId));
    const wanted = [...views.slice(10), last].map(({ revocationId }) => revocationId);
    expect(again.revocations().map(idOf)).toEqual(wanted);
    await Promise.all([witness.close(), again.close()]);
  });

  it.each(['0', '-1', 'yesterday', '99999999999999999999'])('takes "%s" for no id at all', async (lastId) => {
    const stream = await open(lastId);
    const view = revocation('agent');
    await tell(view);
    await until(() => stream.revocations().length > 0);
    expect(stream.revocations().map(idOf)).toEqual([view.revocationId]);
    await stream.close();
  });

  it('says between events that it is still there, and how far the roads are behind', async () => {
    const stream = await open();
    await until(() => stream.heartbeats() >= 2);
    const { data } = await stream.untilTold('lag');
    expect(data).toHaveLength(7);
    expect(data).toContainEqual(
      expect.objectContaining({
        road: 'agent',
        topic: 'agent.lifecycle',
        lag: expect.any(Number) as number,
      }),
    );
    await stream.close();
  });
});

describe('who may listen', () => {
  it.each(['admin', 'security', 'auditor', 'soc'] as const)('%s may', async (role) => {
    const { visitor } = await script(gateway, [role]);
    const stream = await openStream(visitor);
    expect(stream.status).toBe(200);
    await stream.close();
  });

  it.each(['owner', 'manager'] as const)('%s may not', async (role) => {
    const { visitor } = await script(gateway, [role]);
    expect(await refusal(await visitor.get('/v1/stream'))).toEqual(problem(403, 'ERR_FORBIDDEN'));
  });

  it('a stranger may not', async () => {
    expect(await refusal(await stranger(gateway).get('/v1/stream'))).toEqual(
      problem(401, 'ERR_UNAUTHENTICATED'),
    );
  });

  it('listens no longer than the session', async () => {
    const admin = await administrator(gateway);
    const stream = await openStream(admin);
    await admin.send('DELETE', '/v1/session');
    await stream.ended;
    expect((await admin.get('/v1/stream')).status).toBe(401);
  });

  it('listens no longer than the token', async () => {
    const { admin, apiTokenId, visitor } = await script(gateway, ['soc']);
    const stream = await openStream(visitor);
    await admin.send('DELETE', `/v1/api-tokens/${apiTokenId}`);
    await stream.ended;
  });
});

describe('a reader that does not read', () => {
  it('is let go, and holds up nobody', async () => {
    const { visitor } = await script(gateway, ['soc']);
    const { hostname, port } = new URL(gateway.url);
    const idle = connect(Number(port), hostname);
    idle.pause();
    idle.on('error', () => idle.destroy());
    const before = gateway.feed.listeners;
    idle.write(
      `GET /v1/stream HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: ${visitor.headers.authorization}\r\n\r\n`,
    );
    await until(() => gateway.feed.listeners === before + 1);
    const reading = await openStream(visitor);
    const long = revocation('agent', { reason: 'x'.repeat(64 * 1024) });
    let pushed = 0;
    await until(() => {
      gateway.feed.push('revocation', { ...long, n: (pushed += 1) });
      return gateway.feed.listeners === before + 1;
    });
    await until(() => reading.revocations().length === pushed);
    await reading.close();
    idle.destroy();
  });
});

describe('a gateway that stops', () => {
  it('waits neither for those who listen nor for those who only connected', async () => {
    const own = await startGateway();
    const stream = await openStream(await administrator(own));
    const { hostname, port } = new URL(own.url);
    const silent = connect(Number(port), hostname);
    await once(silent, 'connect');
    await own.stop();
    await Promise.all([stream.ended, silent.closed || once(silent, 'close')]);
    expect(stream.told()[0]?.event).toBe('hello');
  });
});
