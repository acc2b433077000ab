import { readConfig } from '@trivium/runtime';
import { decisionSettings, issuerOf } from './decision.config.js';

const jwks = (road: string) => `${road}=http://127.0.0.1:1/${road}`;
const given = {
  KAFKA_BROKERS: '127.0.0.1:1',
  KAFKA_USERNAME: 'decision',
  KAFKA_PASSWORD: 'p',
  DATABASE_URL: 'postgres://decision@127.0.0.1/trivium',
  VALKEY_URL: 'redis://127.0.0.1',
  TRIVIUM_PORT: '7404',
  TRIVIUM_GATEWAY_JWKS_URL: 'http://127.0.0.1:1/jwks',
  TRIVIUM_DECISION_SPOOL_DIR: '/var/spool/decision',
  TRIVIUM_ROAD_JWKS_URLS: ['workforce', 'workload', 'agent'].map(jwks).join(', '),
  TRIVIUM_KEY_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  TRIVIUM_GOVERNANCE_DIR: 'governance',
};

describe('the settings', () => {
  it('name the keys of every road and who may ask', () => {
    const config = readConfig(decisionSettings, {
      ...given,
      TRIVIUM_API_CLIENTS: `tools:${'ab'.repeat(32)}`,
      TRIVIUM_INTERNAL_KEY_HOSTS: 'Billing.internal, 10.0.0.7:8443',
    });
    expect(config.TRIVIUM_INTERNAL_KEY_HOSTS).toEqual(['billing.internal', '10.0.0.7:8443']);
    expect(config.TRIVIUM_ROAD_JWKS_URLS.agent).toBe('http://127.0.0.1:1/agent');
    expect(config.TRIVIUM_API_CLIENTS).toEqual([{ id: 'tools', secretSha256: 'ab'.repeat(32) }]);
  });

  it('take the own address as issuer unless another is given, never with a slash at its end', () => {
    expect(issuerOf(readConfig(decisionSettings, given))).toBe('http://127.0.0.1:7404');
    const named = readConfig(decisionSettings, { ...given, TRIVIUM_ISSUER: 'https://id.example/' });
    expect(issuerOf(named)).toBe('https://id.example');
  });

  it.each([
    {
      name: 'a road without keys',
      over: { TRIVIUM_ROAD_JWKS_URLS: jwks('agent') },
      want: 'TRIVIUM_ROAD_JWKS_URLS',
    },
    {
      name: 'a road that does not exist',
      over: { TRIVIUM_ROAD_JWKS_URLS: `${given.TRIVIUM_ROAD_JWKS_URLS},${jwks('gateway')}` },
      want: 'TRIVIUM_ROAD_JWKS_URLS',
    },
    {
      name: 'a secret in place of its hash',
      over: { TRIVIUM_API_CLIENTS: 'tools:secret' },
      want: 'TRIVIUM_API_CLIENTS',
    },
    {
      name: 'an address in place of a host',
      over: { TRIVIUM_INTERNAL_KEY_HOSTS: 'https://billing.internal/keys' },
      want: 'TRIVIUM_INTERNAL_KEY_HOSTS',
    },
    { name: 'an unknown setting', over: { TRIVIUM_COLOR: 'blue' }, want: 'TRIVIUM_COLOR' },
  ])('are refused with $name', ({ over, want }) => {
    expect(() => readConfig(decisionSettings, { ...given, ...over })).toThrow(want);
  });
});
