import { bootstrap, readConfig } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { workloadSettings } from './workload.config.js';
import { WorkloadModule } from './workload.module.js';

const config = readConfig(workloadSettings);

await bootstrap({
  service: 'workload',
  module: WorkloadModule.for(config),
  config,
  strategies: (app) => [app.get(TRANSPORT)],
});
