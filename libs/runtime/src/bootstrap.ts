import 'reflect-metadata';
import type { DynamicModule, ModuleMetadata, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy, MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, NestLogger, startTelemetry, type Logger } from '@trivium/telemetry';
import { Server } from 'node:https';
import { systemClock, type Clock } from './clock.js';
import { ParseBySchema } from './parse-by-schema.pipe.js';
import { ProblemFilter } from './problem.filter.js';
import { addRequestHooks } from './request-hooks.js';
import { RuntimeModule } from './runtime.module.js';
import { ShutdownSignals } from './shutdown.js';
import { LongRunningTasks } from './tasks.js';
import { closeUnusedConnections } from './unused-connections.js';
import { readTls, RenewCertificate, tlsFilesOf, type TlsConfig } from './tls.js';

/** A TLS certificate, when configured, is served and renewed here: no service has to know. */
export interface BootstrapConfig extends TlsConfig {
  readonly TRIVIUM_HOST: string;
  readonly TRIVIUM_PORT: number;
  readonly TRIVIUM_LOG_LEVEL?: string;
  /** When present, every route is closed to all but the gateway's callers with a role named by `@Roles`. */
  readonly TRIVIUM_GATEWAY_JWKS_URL?: string;
}

export interface BootstrapOptions {
  readonly service: string;
  readonly module: Type | DynamicModule;
  readonly config: BootstrapConfig;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Largest body, in bytes. */
  readonly bodyLimit?: number;
  /** Keeps `request.rawBody` for signatures over the bytes as sent. */
  readonly rawBody?: boolean;
  /** The transports whose `@EventPattern` handlers this service has. They run under the same filters and guards as its HTTP routes. */
  readonly strategies?: (app: NestFastifyApplication) => CustomTransportStrategy[];
  /** Last changes before anything starts: plugins, further hooks. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
}

const mebibyte = 1024 * 1024;

function rootModule(
  { service, module, config }: BootstrapOptions,
  logger: Logger,
  clock: Clock,
): DynamicModule {
  const runtime = RuntimeModule.for({
    service,
    clock,
    logger,
    gatewayJwksUrl: config.TRIVIUM_GATEWAY_JWKS_URL,
  });
  const imports: ModuleMetadata['imports'] = [runtime, module];
  return { module: class ServiceRoot {}, imports };
}

async function create(options: BootstrapOptions, logger: Logger): Promise<NestFastifyApplication> {
  const files = tlsFilesOf(options.config);
  const tls = files && (await readTls(files));
  const common = { bodyLimit: options.bodyLimit ?? mebibyte, forceCloseConnections: 'idle' } as const;
  const adapter = new FastifyAdapter(tls ? { ...common, https: tls } : common);
  addRequestHooks(adapter.getInstance());
  closeUnusedConnections(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(
    rootModule(options, logger, options.clock ?? systemClock),
    adapter,
    {
      logger: new NestLogger(logger),
      rawBody: options.rawBody ?? false,
      abortOnError: false,
      ...(tls && { httpsOptions: tls }),
    },
  );
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalPipes(new ParseBySchema());
  const server = app.getHttpServer();
  if (files && tls && server instanceof Server)
    app.get(LongRunningTasks).add(new RenewCertificate(server, files, tls, logger));
  await options.configure?.(app);
  return app;
}

async function start(app: NestFastifyApplication, { config, strategies }: BootstrapOptions): Promise<void> {
  for (const strategy of strategies?.(app) ?? []) {
    app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig: true });
  }
  await app.init();
  await app.startAllMicroservices();
  await app.get(LongRunningTasks).start();
  await app.listen(config.TRIVIUM_PORT, config.TRIVIUM_HOST);
}

/**
 * Starts a service: modules, then transports, then its long-running tasks, then HTTP, so that whoever can reach it finds it at work.
 * What had started is closed again when a later part fails.
 */
export async function bootstrap(options: BootstrapOptions): Promise<NestFastifyApplication> {
  await startTelemetry();
  const logger =
    options.logger ?? createLogger({ service: options.service, level: options.config.TRIVIUM_LOG_LEVEL });
  const app = await create(options, logger);
  try {
    await start(app, options);
  } catch (error) {
    await app.close();
    throw error;
  }
  app.get(ShutdownSignals).listen(app, logger);
  logger.info({ url: await app.getUrl() }, `${options.service} is up`);
  return app;
}
