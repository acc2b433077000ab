import { busMigrations } from '@trivium/bus';
import type { MigrationClass } from '@trivium/persistence';
import { CreateSigningKey1700000000501 } from './0501-create-signing-key.js';
import { CreateWebhookDelivery1700000000502 } from './0502-create-webhook-delivery.js';
import { CreateAdministratorAndSession1700000000503 } from './0503-create-administrator-and-session.js';
import { CreateAccount1700000000504 } from './0504-create-account.js';

export const migrations: readonly MigrationClass[] = [
  ...busMigrations,
  CreateSigningKey1700000000501,
  CreateWebhookDelivery1700000000502,
  CreateAdministratorAndSession1700000000503,
  CreateAccount1700000000504,
];
