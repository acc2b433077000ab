import { kafkaClient, kafkaProducer, KafkaRoad, Outbox, OutboxRelay } from '@trivium/bus';
import type { FailureOwner } from '@trivium/contracts';
import { PgUnitOfWork, serviceDataSource, UNIT_OF_WORK, type UnitOfWork } from '@trivium/persistence';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Kafka } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { CloseDataSource } from './close-data-source.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { kafkaLogs } from './kafka-logs.js';
import { ReportServiceHealth } from './report-service-health.js';
import type { ServiceConfig } from './service.config.js';
import { DATA_SOURCE, KAFKA, TRANSPORT } from './tokens.js';

/** One service's own pool, principal, outbox and transport, visible in all its modules. */
@Module({})
export class ServiceModule {
  static for(service: FailureOwner, config: ServiceConfig): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      controllers: [DeadLettersController],
      providers: [
        ...providersOf(service, config),
        CloseDataSource,
        ReportServiceHealth,
        longRunning(service, OutboxRelay),
      ],
      exports: [DATA_SOURCE, UNIT_OF_WORK, KAFKA, Outbox, OutboxRelay, TRANSPORT],
    };
  }
}

function providersOf(service: FailureOwner, config: ServiceConfig): Provider[] {
  return [
    { provide: DATA_SOURCE, useFactory: () => serviceDataSource(service, config).initialize() },
    {
      provide: UNIT_OF_WORK,
      inject: [DATA_SOURCE],
      useFactory: (source: DataSource) => new PgUnitOfWork(source),
    },
    {
      provide: KAFKA,
      inject: [LOGGER],
      useFactory: (log: Logger) => kafkaClient(service, config, kafkaLogs(log)),
    },
    {
      provide: OutboxRelay,
      inject: [UNIT_OF_WORK, KAFKA, LOGGER],
      useFactory: (unitOfWork: UnitOfWork, kafka: Kafka, log: Logger) =>
        new OutboxRelay(unitOfWork, kafkaProducer(kafka), log),
    },
    {
      provide: Outbox,
      inject: [OutboxRelay],
      useFactory: (relay: OutboxRelay) => new Outbox(`trivium:${service}`, relay),
    },
    {
      provide: TRANSPORT,
      inject: [UNIT_OF_WORK, KAFKA, CLOCK, LOGGER],
      useFactory: (unitOfWork: UnitOfWork, kafka: Kafka, clock: Clock, log: Logger) =>
        new KafkaRoad({ service, kafka, unitOfWork, producer: kafkaProducer(kafka), clock, log }),
    },
  ];
}
