import { bootstrap, readConfig } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { auditSettings } from './audit.config.js';
import { AuditModule } from './audit.module.js';

const config = readConfig(auditSettings);

await bootstrap({
  service: 'audit',
  module: AuditModule.for(config),
  config,
  strategies: (app) => [app.get(TRANSPORT)],
});
