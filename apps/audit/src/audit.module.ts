import { Outbox } from '@trivium/bus';
import type { Sql } from '@trivium/persistence';
import { CLOCK, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, ServiceModule } from '@trivium/service';
import { Module, type DynamicModule } from '@nestjs/common';
import type { AuditConfig } from './audit.config.js';
import { EntriesController } from './record/entries.controller.js';
import { ENTRIES, type EntryStore } from './record/entry.store.js';
import { PgEntryStore } from './record/entry.store.pg.js';
import { RecordConsumer } from './record/record.consumer.js';
import { RecordEntry } from './record/record-entry.js';

/** The record of everything that was said, and its stream for the SOC. */
@Module({})
export class AuditModule {
  static for(config: AuditConfig): DynamicModule {
    return {
      module: AuditModule,
      imports: [ServiceModule.for('audit', config)],
      controllers: [RecordConsumer, EntriesController],
      providers: [
        { provide: ENTRIES, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgEntryStore(pool) },
        {
          provide: RecordEntry,
          inject: [ENTRIES, Outbox, CLOCK],
          useFactory: (entries: EntryStore, outbox: Outbox, clock: Clock) =>
            new RecordEntry(entries, outbox, clock),
        },
      ],
    };
  }
}
