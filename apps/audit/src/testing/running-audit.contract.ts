import { bootstrap, readConfig } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { serviceUnderTest } from '@trivium/testing';
import { migrations } from '../../migrations/index.js';
import { auditSettings } from '../audit.config.js';
import { AuditModule } from '../audit.module.js';

/** The whole service with real servers; where it consumes, one spec at a time may. */
export function startAudit({ consume }: { readonly consume: boolean }) {
  return serviceUnderTest({
    service: 'audit',
    migrations,
    start: ({ environment, clock }) => {
      const own = Object.entries(environment).filter(([name]) => name in auditSettings);
      const config = readConfig(auditSettings, Object.fromEntries(own));
      return bootstrap({
        service: 'audit',
        module: AuditModule.for(config),
        config,
        clock,
        strategies: (app) => (consume ? [app.get(TRANSPORT)] : []),
      });
    },
  });
}
