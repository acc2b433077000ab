import { eventually, examplePeople, hire, verifiedRevocation } from '@trivium/example';
import { startSystem, type SystemUnderTest } from '../system.js';
import { tailSoc, type OcsfEvent } from '../soc.js';

describe('the SOC', () => {
  let system: SystemUnderTest;
  let events: OcsfEvent[];
  let stopTail: () => Promise<void>;
  beforeAll(async () => {
    system = await startSystem();
    ({ events, stop: stopTail } = await tailSoc(system));
  });
  afterAll(async () => {
    await stopTail();
    await system.stop();
  });

  it('hears who was let in, as what and by whom', async () => {
    await system.operator.send('POST', '/v1/users', { userName: 'nora', roles: ['admin'] });
    const heard = () => events.find((event) => event.metadata.event_code === 'user.added');
    expect(await eventually('the new user', async () => heard())).toMatchObject({
      class_name: 'Account Change',
      actor: { user: { uid: 'user:admin' } },
      user: { uid: 'user:nora' },
      unmapped: { detail: { roles: 'admin', person: 'user:admin' } },
    });
  });

  it('hears of every step of a revocation', async () => {
    const [person] = await hire(system, examplePeople(1, 'soc'));
    await system.hris.left(person!.externalId);
    const revocation = await verifiedRevocation(system, 'workforce', person!.personId);
    const heard = () => events.filter((event) => event.metadata.correlation_uid === revocation.revocationId);
    // Contained once, then eradicated and verified at each target.
    const steps = 1 + 2 * revocation.targets.total;
    await eventually('the last step', async () => heard().length >= steps);
    expect(heard()).toHaveLength(steps);
    for (const { heardAt, time } of heard()) expect(heardAt).toBeGreaterThanOrEqual(time);
  });
});
