import { newCredentialId, newNhiId } from '@trivium/identity';
import { concernedBy, credentialAccountName, type Suspect } from './credential.js';

const suspect = (over: Partial<Suspect>): Suspect => ({
  credentialId: newCredentialId(),
  nhiId: newNhiId(),
  target: 'orders-db',
  secretTypes: [],
  generation: 1,
  state: 'active',
  createdAt: new Date(0),
  expiresAt: new Date(1),
  fingerprint: null,
  ...over,
});
const postgres = suspect({ secretTypes: ['postgres_connection_string'], fingerprint: 'f1' });
const token = suspect({ secretTypes: ['api_token'], fingerprint: 'f2' });
const ended = suspect({ secretTypes: ['postgres_connection_string'], state: 'ended' });
const wanted = suspect({ secretTypes: ['api_token'], state: 'wanted' });

describe('an alert', () => {
  it.each([
    {
      name: 'with the value concerns the one whose value it is',
      leak: { secretType: 'api_token', fingerprint: 'f1' },
      want: [postgres],
    },
    {
      name: 'without the value concerns those of its type',
      leak: { secretType: 'api_token' },
      want: [token],
    },
    {
      name: 'with an unknown value concerns those of its type',
      leak: { secretType: 'api_token', fingerprint: 'f9' },
      want: [token],
    },
    {
      name: 'of a type that nobody has concerns all',
      leak: { secretType: 'something_else' },
      want: [postgres, token],
    },
  ])('$name', ({ leak, want }) => expect(concernedBy(leak, [postgres, token, ended, wanted])).toEqual(want));

  it('concerns nothing that has no secret any more, or none yet', () =>
    expect(concernedBy({ secretType: 'x' }, [ended, wanted])).toEqual([]));
});

it('names an account as targets accept it', () =>
  expect(credentialAccountName(newCredentialId())).toMatch(/^s_[0-9a-f]{28}$/));
