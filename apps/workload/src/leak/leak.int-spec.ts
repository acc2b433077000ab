import { fingerprint, Secret } from '@trivium/credentials';
import { until } from '@trivium/testing';
import { startWorkload } from '../testing/running-workload.contract.js';

const running = await startWorkload();
afterAll(() => running.stop());

let number = 0;
async function serviceIn(repository: string, over: object = {}) {
  const nhiId = await running.register({ repositories: [repository] });
  return { nhiId, ...(await running.working(nhiId, { secretTypes: ['api_token'], ...over })) };
}
const alertNumber = () => (number += 1);
const rotations = async (credentialId: string) =>
  (await running.revocationsOf(credentialId)).filter(({ reason }) => reason === 'secret-leaked').length;
const rotated = (credentialId: string) =>
  until(async () => (await running.revocationsOf(credentialId)).every(({ verified_at }) => verified_at));
const findings = (repository: string) =>
  running.sql<{ state: string; credential_id: string | null }>(
    'SELECT state, credential_id FROM finding WHERE repository = $1 ORDER BY opened_at, credential_id',
    [repository],
  );

describe('a secret in the open', () => {
  it('is replaced at once: the new one works, the old one was seen refused', async () => {
    const repository = 'example/leaky';
    const { nhiId, credentialId, name, secret } = await serviceIn(repository);
    await running.leaked({ repository, alertNumber: alertNumber() });
    expect(await running.credential(nhiId, credentialId)).toMatchObject({ generation: 2 });
    await running.settled(nhiId, credentialId, 'active');
    expect(await running.logIn(name, secret)).toBe('refused');
    const next = await running.secret(nhiId, credentialId);
    expect(await running.logIn(name, next)).toBe('in');
    await rotated(credentialId);
    expect(await findings(repository)).toEqual([{ state: 'closed', credential_id: credentialId }]);
    expect(await running.revocationsOf(credentialId)).toMatchObject([
      { chain: [`${nhiId}:1`, `${credentialId}:1`] },
    ]);
    const said = (await running.said(nhiId)).filter(({ type }) => type === 'workload.credential.rotated.v1');
    expect(said).toMatchObject([{ data: { credentialId, fingerprint: fingerprint(new Secret(next)) } }]);
    expect(await running.recorded(credentialId)).toContain('credential.rotated success secret-leaked');
    const told = JSON.stringify(await running.said());
    for (const one of [secret, next]) expect(told).not.toContain(one);
  });

  it('told three times, during and after, is replaced once', async () => {
    const repository = 'example/thrice';
    const { nhiId, credentialId, name } = await serviceIn(repository);
    const alert = { repository, alertNumber: alertNumber() };
    await running.leaked(alert, 2);
    await running.settled(nhiId, credentialId, 'active');
    const next = await running.secret(nhiId, credentialId);
    await running.leaked({ ...alert, publiclyLeaked: true });
    expect(await rotations(credentialId)).toBe(1);
    expect(await running.logIn(name, next)).toBe('in');
    expect(await findings(repository)).toHaveLength(1);
    expect(await running.recorded(`github:${repository}`)).toEqual([
      'secret.leaked success rotated-at-once',
      'secret.leaked success rotated-at-once',
      'secret.leaked ignored rotated-before',
    ]);
  });

  it('again under a new alert is replaced again', async () => {
    const repository = 'example/twice';
    const { nhiId, credentialId } = await serviceIn(repository);
    for (const generation of [2, 3]) {
      await running.leaked({ repository, alertNumber: alertNumber() });
      await running.settled(nhiId, credentialId, 'active');
      expect(await running.credential(nhiId, credentialId)).toMatchObject({ generation });
    }
  });

  it('known by its fingerprint is the only one that is replaced', async () => {
    const repository = 'example/several';
    const [one, other] = [await serviceIn(repository), await serviceIn(repository)];
    const found = fingerprint(new Secret(one.secret));
    await running.leaked({ repository, alertNumber: alertNumber(), fingerprint: found });
    await running.settled(one.nhiId, one.credentialId, 'active');
    expect([await rotations(one.credentialId), await rotations(other.credentialId)]).toEqual([1, 0]);
    expect(await running.logIn(other.name, other.secret)).toBe('in');
  });

  it('in a repository of nobody’s is a recorded no-op', async () => {
    const repository = 'example/nobody';
    await running.leaked({ repository, alertNumber: alertNumber(), fingerprint: 'unknown' }, 2);
    expect(await findings(repository)).toEqual([{ state: 'unmatched', credential_id: null }]);
    expect(await running.recorded(`github:${repository}`)).toEqual([
      'secret.leaked ignored no-credential-of-ours',
      'secret.leaked ignored no-credential-of-ours',
    ]);
  });

  it('concerns no credential that has none yet', async () => {
    const repository = 'example/out-of-reach';
    const nhiId = await running.register({ repositories: [repository] });
    const { body } = await running.issue(nhiId, { target: 'lab' });
    await running.leaked({ repository, alertNumber: alertNumber() });
    expect(await running.credential(nhiId, String(body.credentialId))).toMatchObject({ state: 'wanted' });
    expect(await findings(repository)).toEqual([{ state: 'unmatched', credential_id: null }]);
  });
});
