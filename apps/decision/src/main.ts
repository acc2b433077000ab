import { bootstrap, readConfig } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { decisionSettings } from './decision.config.js';
import { DecisionModule } from './decision.module.js';

const config = readConfig(decisionSettings);

await bootstrap({
  service: 'decision',
  module: DecisionModule.for(config),
  config,
  strategies: (app) => [app.get(TRANSPORT)],
});
