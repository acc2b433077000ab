import cookie from '@fastify/cookie';
import { bootstrap, CALLER_VERIFIER, LOGGER, readConfig, type CallerVerifier } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveConsole } from './console/console.http.js';
import { gatewaySettings } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { CallerTokens } from './routes/caller-tokens.js';
import { serveForwarding } from './routes/forward.http.js';
import { LiveFeed } from './stream/live-feed.js';
import { serveStream } from './stream/stream.http.js';
import { ReceiveWebhook } from './webhooks/receive-webhook.js';
import { serveWebhooks } from './webhooks/webhooks.http.js';

const config = readConfig(gatewaySettings);

async function serve(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const verifier = app.get<CallerVerifier>(CALLER_VERIFIER);
  await server.register(cookie);
  serveWebhooks(server, app.get(ReceiveWebhook), app.get<Logger>(LOGGER));
  serveForwarding(server, { services: config.TRIVIUM_SERVICE_URLS, verifier, tokens: app.get(CallerTokens) });
  serveStream(server, app.get(LiveFeed), verifier);
  if (config.TRIVIUM_CONSOLE_DIR) serveConsole(server, config.TRIVIUM_CONSOLE_DIR);
}

await bootstrap({ service: 'gateway', module: GatewayModule.for(config), config, configure: serve });
