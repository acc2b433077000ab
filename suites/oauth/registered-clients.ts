import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import type { SystemUnderTest } from '../system.js';

/** A workload or agent that is registered at its road with a key of its own. */
export interface RegisteredClient {
  readonly clientId: string;
  readonly key: CryptoKey;
  end(): Promise<void>;
}

export async function registerClient(
  { operator }: SystemUnderTest,
  ownerId: string,
  name: string,
): Promise<RegisteredClient> {
  const { privateKey: key, publicKey } = await generateKeyPair('ES256');
  const { nhiId } = await operator.send<{ nhiId: string }>('POST', '/v1/workload/nhis', {
    name,
    kind: 'workload_identity',
    ownerId,
    purpose: 'sends invoices',
    environment: 'production',
    dataSensitivity: 'internal',
    repositories: [],
    permissions: ['orders:read'],
  });
  const clients = `/v1/workload/nhis/${nhiId}/clients`;
  const wish = { jwks: { keys: [await exportJWK(publicKey)] }, scope: 'orders:read orders:write' };
  const { clientId, credentialId } = await operator.send<{ clientId: string; credentialId: string }>(
    'POST',
    clients,
    wish,
  );
  return { clientId, key, end: () => operator.send('DELETE', `${clients}/${credentialId}`) };
}

/** An agent that is registered at its road with a key of its own, and is a client by that key. */
export async function registerAgent(
  { operator }: SystemUnderTest,
  ownerId: string,
  name: string,
): Promise<RegisteredClient> {
  const { privateKey: key, publicKey } = await generateKeyPair('ES256');
  const { agentId } = await operator.send<{ agentId: string }>('POST', '/v1/agent/agents', {
    name,
    classification: 'autonomous_workload',
    ownerId,
    jwks: { keys: [await exportJWK(publicKey)] },
  });
  const path = `/v1/agent/agents/${agentId}/client`;
  const { clientId } = await operator.send<{ clientId: string }>('PUT', path, {});
  return { clientId, key, end: () => operator.send('DELETE', path) };
}
