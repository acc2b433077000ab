import { busMigrations } from '@trivium/bus';
import type { MigrationClass } from '@trivium/persistence';
import { revocationMigrations } from '@trivium/revocation';
import { CreateNhi1700000000201 } from './0201-create-nhi.js';
import { CreateOwner1700000000202 } from './0202-create-owner.js';
import { IndexFindingAlert1700000000203 } from './0203-index-finding-alert.js';
import { KeepDeploymentHistory1700000000204 } from './0204-keep-deployment-history.js';

export const migrations: readonly MigrationClass[] = [
  ...busMigrations,
  ...revocationMigrations,
  CreateNhi1700000000201,
  CreateOwner1700000000202,
  IndexFindingAlert1700000000203,
  KeepDeploymentHistory1700000000204,
];
