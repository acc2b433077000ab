import type { KafkaRoad } from '@trivium/bus';
import { Health } from '@trivium/runtime';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { DATA_SOURCE, TRANSPORT } from './tokens.js';

/** Ready means: the database answers and every group has accepted this process. */
@Injectable()
export class ReportServiceHealth {
  constructor(
    @Inject(Health) health: Health,
    @Inject(DATA_SOURCE) source: DataSource,
    @Inject(TRANSPORT) transport: KafkaRoad,
  ) {
    health.register('postgres', async () => void (await source.query('SELECT 1')));
    health.register('kafka', async () => {
      const absent = transport.absent();
      if (absent.length > 0) throw new Error(`not consuming ${absent.join(', ')}`);
    });
  }
}
