import {
  eventually,
  examplePeople,
  hire,
  registerWorkload,
  verifiedRevocation,
  type Employee,
  type Workload,
} from '@trivium/example';
import { startSystem, type SystemUnderTest } from '../system.js';
import { loginToOrders } from '../targets.js';

describe('a service and its secret', () => {
  let system: SystemUnderTest;
  let owner: Employee;
  beforeAll(async () => {
    system = await startSystem();
    [owner] = (await hire(system, examplePeople(1, 'owner'))) as [Employee];
  });
  afterAll(() => system.stop());

  const register = (name: string, ttl?: number) =>
    registerWorkload(system, {
      name,
      ownerId: owner.personId,
      repository: `example/${name}`,
      ...(ttl && { ttl }),
    });

  /** Name at the target and secret of a credential, which Trivium shows once per secret. */
  async function secretOf({ nhiId, credentialId }: Workload): Promise<{ name: string; secret: string }> {
    const path = `/v1/workload/nhis/${nhiId}/credentials/${credentialId}`;
    const { secret } = await system.operator.send<{ secret: string }>('POST', `${path}/secret`);
    const { account } = await system.operator.get<{ account: { name: string } }>(path);
    return { name: account.name, secret };
  }

  it('that leaked is replaced at once: the new one works, the old one is refused', async () => {
    const workload = await register('orders');
    const leaked = await secretOf(workload);
    expect(await loginToOrders(system, leaked)).toBe('accepted');
    await system.github.leaked(workload.repository, 'postgres_connection_string');
    const revocation = await verifiedRevocation(system, 'workload', workload.credentialId);
    expect(revocation.receipts.every(({ status }) => status === 'confirmed')).toBe(true);
    expect(await loginToOrders(system, leaked)).toBe('refused');
    const renewed = await secretOf(workload);
    expect(renewed.secret).not.toBe(leaked.secret);
    expect(await loginToOrders(system, renewed)).toBe('accepted');
  });

  it('is reviewed after a deployment that changes what it may do, and not after one that does not', async () => {
    const workload = await register('billing');
    const deploy = (sha: string, permissions: string[]) =>
      system.github.deployed({
        repository: workload.repository,
        environment: 'production',
        ref: 'main',
        sha,
        permissions,
      });
    const reviews = async () =>
      (await system.operator.list<{ nhiId: string; changes: string[] }>('/v1/workload/reviews')).filter(
        ({ nhiId }) => nhiId === workload.nhiId,
      );
    await deploy('a'.repeat(40), ['orders:read', 'orders:write']);
    const [first] = await eventually('the review', async () => (await reviews()).length > 0 && reviews());
    expect(first!.changes.join(' ')).toContain('orders:write');
    await deploy('b'.repeat(40), ['orders:read', 'orders:write']);
    await system.quiet('workload');
    expect(await reviews()).toHaveLength(1);
  });

  it('expires on time by itself', async () => {
    const workload = await register('short-lived', 3);
    const account = await secretOf(workload);
    expect(await loginToOrders(system, account)).toBe('accepted');
    const revocation = await verifiedRevocation(system, 'workload', workload.credentialId);
    expect(revocation.reason).toBe('expired');
    expect(await loginToOrders(system, account)).toBe('refused');
  });
});
