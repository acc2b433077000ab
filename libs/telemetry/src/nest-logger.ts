import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest appends the name of the class that logs, and for errors a stack before it. */
function split(rest: readonly unknown[]): { context?: string; detail: readonly unknown[] } {
  const last = rest.at(-1);
  return typeof last === 'string' ? { context: last, detail: rest.slice(0, -1) } : { detail: rest };
}

/** Lets Nest and what is built on it write to the service's one log. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.#write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }

  #write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const { context, detail } = split(rest);
    const fields = { ...(context && { context }), ...(detail.length > 0 && { detail }) };
    if (message instanceof Error) this.logger[level]({ ...fields, err: message }, message.message);
    else if (typeof message === 'string') this.logger[level](fields, message);
    else this.logger[level]({ ...fields, message });
  }
}
