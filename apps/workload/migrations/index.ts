import { busMigrations } from '@trivium/bus';
import type { MigrationClass } from '@trivium/persistence';
import { revocationMigrations } from '@trivium/revocation';
import { CreateNhi1700000000201 } from './0201-create-nhi.js';

export const migrations: readonly MigrationClass[] = [
  ...busMigrations,
  ...revocationMigrations,
  CreateNhi1700000000201,
];
