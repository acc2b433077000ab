import { busMigrations } from '@trivium/bus';
import type { MigrationClass } from '@trivium/persistence';
import { CreateSigningKey1762000000001 } from './0001-create-signing-key.js';
import { CreateIssuedToken1762000000002 } from './0002-create-issued-token.js';
import { CreateAccessGrant1762000000003 } from './0003-create-access-grant.js';
import { CreatePolicyBundle1762000000004 } from './0004-create-policy-bundle.js';
import { CreateTokenMarker1762000000010 } from './0010-create-token-marker.js';
import { CreateOauthClient1762000000011 } from './0011-create-oauth-client.js';
import { CreateUsedDpopProof1762000000012 } from './0012-create-used-dpop-proof.js';
import { ScheduleSigningKeys1762000000013 } from './0013-schedule-signing-keys.js';
import { LocateClientKeys1762000000015 } from './0015-locate-client-keys.js';
import { WithdrawSigningKeys1762000000014 } from './0014-withdraw-signing-keys.js';
import { CreateAccessRequest1762000000020 } from './0020-create-access-request.js';
import { NameThePerson1762000000021 } from './0021-name-the-person.js';

/** Everything in this service's schema, in order. */
export const migrations: readonly MigrationClass[] = [
  ...busMigrations,
  CreateSigningKey1762000000001,
  CreateIssuedToken1762000000002,
  CreateAccessGrant1762000000003,
  CreatePolicyBundle1762000000004,
  CreateTokenMarker1762000000010,
  CreateOauthClient1762000000011,
  CreateUsedDpopProof1762000000012,
  ScheduleSigningKeys1762000000013,
  WithdrawSigningKeys1762000000014,
  LocateClientKeys1762000000015,
  CreateAccessRequest1762000000020,
  NameThePerson1762000000021,
];
