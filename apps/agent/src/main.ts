import { bootstrap, readConfig } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { agentSettings } from './agent.config.js';
import { AgentModule } from './agent.module.js';

const config = readConfig(agentSettings);

await bootstrap({
  service: 'agent',
  module: AgentModule.for(config),
  config,
  strategies: (app) => [app.get(TRANSPORT)],
});
