import { bootstrap, readConfig } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { workforceSettings } from './workforce.config.js';
import { WorkforceModule } from './workforce.module.js';

const config = readConfig(workforceSettings);

await bootstrap({
  service: 'workforce',
  module: WorkforceModule.for(config),
  config,
  strategies: (app) => [app.get(TRANSPORT)],
});
