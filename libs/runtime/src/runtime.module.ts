import { type DynamicModule, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CallerGuard } from './caller.guard.js';
import { CALLER_VERIFIER } from './caller.js';
import { CLOCK, type Clock } from './clock.js';
import { GatewayCallers } from './gateway-caller.js';
import { Health, SERVICE_NAME } from './health.js';
import { LOGGER } from './logger.token.js';
import { OperationsController } from './operations.controller.js';
import { ShutdownSignals } from './shutdown.js';
import { LongRunningTasks } from './tasks.js';
import type { Logger } from '@trivium/telemetry';

export interface RuntimeParts {
  readonly service: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where the gateway's keys are; absent for a service that brings its own `CallerVerifier` or guard. */
  readonly gatewayJwksUrl: string | undefined;
}

function callerProviders({ gatewayJwksUrl, service, clock }: RuntimeParts): Provider[] {
  if (!gatewayJwksUrl) return [];
  return [
    { provide: CALLER_VERIFIER, useFactory: () => GatewayCallers.at(gatewayJwksUrl, service, clock) },
    { provide: APP_GUARD, useClass: CallerGuard },
  ];
}

/** What every service has, visible in all its modules. */
export class RuntimeModule {
  static for(parts: RuntimeParts): DynamicModule {
    return {
      module: RuntimeModule,
      global: true,
      controllers: [OperationsController],
      providers: [
        { provide: SERVICE_NAME, useValue: parts.service },
        { provide: CLOCK, useValue: parts.clock },
        { provide: LOGGER, useValue: parts.logger },
        Health,
        LongRunningTasks,
        ShutdownSignals,
        ...callerProviders(parts),
      ],
      exports: [
        ...[SERVICE_NAME, CLOCK, LOGGER, Health, LongRunningTasks],
        ...(parts.gatewayJwksUrl ? [CALLER_VERIFIER] : []),
      ],
    };
  }
}
