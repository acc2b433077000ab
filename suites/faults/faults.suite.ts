import { startSystem, type SystemUnderTest } from '../system.js';
import { disabledAtOrders, logRoleChanges } from '../targets.js';
import { allVerified, prepareLeavers, sendOff } from './wave.js';
import { Watchers } from './watchers.js';

const count = 200;

describe('a fault in the middle of 200 revocations', () => {
  let system: SystemUnderTest;
  beforeAll(async () => {
    system = await startSystem({ durable: true });
    await logRoleChanges(system);
  });
  afterAll(() => system.stop());

  const faults: readonly { name: string; strike: () => Promise<void> }[] = [
    { name: 'gateway killed', strike: () => system.killAndRestart('gateway') },
    { name: 'workforce killed', strike: () => system.killAndRestart('workforce') },
    { name: 'workload killed', strike: () => system.killAndRestart('workload') },
    { name: 'agent killed', strike: () => system.killAndRestart('agent') },
    { name: 'decision killed', strike: () => system.killAndRestart('decision') },
    { name: 'audit killed', strike: () => system.killAndRestart('audit') },
    { name: 'broker restarted', strike: () => system.restart('kafka') },
    { name: 'Postgres restarted', strike: () => system.restart('postgres') },
    { name: 'Valkey flushed', strike: () => system.flushMarkers() },
    { name: 'Valkey stopped and started again', strike: () => system.restart('valkey') },
  ];

  it.each(faults)(
    '$name: all verified, none twice, nobody active after containment',
    async ({ name, strike }) => {
      const leavers = await prepareLeavers(system, count, name.replaceAll(' ', '-'));
      const watchers = new Watchers(system, leavers);
      await sendOff(system, leavers, strike);
      const revocations = await allVerified(system, leavers);
      const { asked, lastActive } = await watchers.stop();

      expect(asked).toBeGreaterThan(count);
      for (const { person } of leavers) {
        const [revocation, ...more] = revocations.get(person.personId)!;
        expect(more).toEqual([]);
        expect(lastActive.get(person.personId) ?? 0).toBeLessThanOrEqual(
          Date.parse(revocation!.containedAt!),
        );
      }
      const names = leavers.map(
        ({ person }) => person.accounts.find(({ target }) => target === 'orders-db')!.name,
      );
      expect(await disabledAtOrders(system, names)).toEqual(new Map(names.map((one) => [one, 1])));
    },
  );
});
