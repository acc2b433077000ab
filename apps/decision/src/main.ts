import { bootstrap, readConfig } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { decisionSettings } from './decision.config.js';
import { DecisionModule } from './decision.module.js';

const config = readConfig(decisionSettings);

await bootstrap({
  service: 'decision',
  module: DecisionModule.for(config),
  config,
  bodyLimit: 128 * 1024,
  strategies: (app) => [app.get(TRANSPORT)],
});
