import cookie from '@fastify/cookie';
import { CALLER_VERIFIER, LOGGER, type CallerVerifier } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveConsole } from './console/console.http.js';
import type { GatewayConfig } from './gateway.config.js';
import { CallerTokens } from './routes/caller-tokens.js';
import { serveForwarding } from './routes/forward.http.js';
import { protectAnswers } from './routes/protective-headers.http.js';
import { LiveFeed } from './stream/live-feed.js';
import { serveStream } from './stream/stream.http.js';
import { ReceiveWebhook } from './webhooks/receive-webhook.js';
import { serveWebhooks } from './webhooks/webhooks.http.js';

/** What the gateway serves beside its controllers: webhooks, the services behind it, the live stream and the console. */
export function serveGateway(config: GatewayConfig): (app: NestFastifyApplication) => Promise<void> {
  return async (app) => {
    const server = app.getHttpAdapter().getInstance();
    const verifier = app.get<CallerVerifier>(CALLER_VERIFIER);
    await protectAnswers(server);
    await server.register(cookie);
    serveWebhooks(server, app.get(ReceiveWebhook), app.get<Logger>(LOGGER));
    serveForwarding(server, {
      services: config.TRIVIUM_SERVICE_URLS,
      verifier,
      tokens: app.get(CallerTokens),
    });
    serveStream(server, {
      feed: app.get(LiveFeed),
      verifier,
      heartbeatMs: config.TRIVIUM_STREAM_HEARTBEAT_SECONDS * 1_000,
    });
    if (config.TRIVIUM_CONSOLE_DIR) serveConsole(server, config.TRIVIUM_CONSOLE_DIR);
  };
}
