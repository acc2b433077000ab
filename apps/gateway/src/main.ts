import { bootstrap, readConfig } from '@trivium/runtime';
import { gatewaySettings } from './gateway.config.js';
import { serveGateway } from './gateway.http.js';
import { GatewayModule } from './gateway.module.js';

const config = readConfig(gatewaySettings);
const module = GatewayModule.for(config);

await bootstrap({ service: 'gateway', module, config, configure: serveGateway(config) });
