import { busMigrations } from '@trivium/bus';
import type { MigrationClass } from '@trivium/persistence';
import { revocationMigrations } from '@trivium/revocation';
import { CreatePerson1700000000101 } from './0101-create-person.js';

export const migrations: readonly MigrationClass[] = [
  ...busMigrations,
  ...revocationMigrations,
  CreatePerson1700000000101,
];
