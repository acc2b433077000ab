import { Controller, Get, Header, Res } from '@nestjs/common';
import { metricsText } from '@trivium/telemetry';
import type { FastifyReply } from 'fastify';
import { Public } from './roles.js';
import { Health, type HealthReport } from './health.js';

/** What an operator's probes and scrapers ask. */
@Public()
@Controller()
export class OperationsController {
  constructor(private readonly health: Health) {}

  /** Whether the process runs. */
  @Get('health/live')
  live(): { status: 'alive'; service: string } {
    return { status: 'alive', service: this.health.service };
  }

  /** Whether it can do its work, and what it lacks if not. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.ready();
    void reply.status(report.status === 'ready' ? 200 : 503);
    return report;
  }

  /** Metrics in Prometheus' text format. */
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return metricsText();
  }
}
