import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { activeTraceId, type Logger } from '@trivium/telemetry';
import type { FastifyReply } from 'fastify';
import { Problem } from './problem.js';
import { isTransient } from './transient.js';

const codes: Readonly<Record<number, [code: string, detail: string]>> = {
  400: ['ERR_INVALID_INPUT', 'The request cannot be understood.'],
  404: ['ERR_NOT_FOUND', 'There is nothing at this address.'],
  405: ['ERR_METHOD_NOT_ALLOWED', 'The address does not have this method.'],
  406: ['ERR_NOT_ACCEPTABLE', 'None of the accepted media types can be produced.'],
  413: ['ERR_TOO_LARGE', 'The body is larger than this address takes.'],
  415: ['ERR_UNSUPPORTED_MEDIA_TYPE', 'The body is of a media type that this address does not take.'],
};

/** The status that the HTTP layer gave to an error of its own; undefined for everything unforeseen. */
function clientStatus(error: unknown): number | undefined {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** The face of any error: a `Problem` as it is, 503 for what may work later, the HTTP layer's own refusals by their status, and 500 for what nobody foresaw. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isTransient(error)) return notNow(error);
  const status = clientStatus(error);
  if (status === undefined) {
    return new Problem(
      { status: 500, code: 'ERR_INTERNAL', detail: 'Something went wrong here.' },
      { cause: error },
    );
  }
  const [code, detail] = codes[status] ?? ['ERR_REFUSED', 'The request was refused.'];
  return new Problem({ status, code, detail }, { cause: error });
}

function notNow(cause: unknown): Problem {
  const detail = 'Something this needs does not answer at the moment; send it again.';
  return new Problem(
    { status: 503, code: 'ERR_UNAVAILABLE', detail, headers: { 'retry-after': '5' } },
    { cause },
  );
}

/** The problem on the wire; the trace id leads to its cause in the log. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .header('content-type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(problem.body(activeTraceId()))));
}

/**
 * Answers HTTP with a problem (RFC 9457) and leaves errors of event handlers as they are: the transport decides by the original error
 * whether to try again, which Nest's own filter would replace by a general one.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const problem = asProblem(error);
    if (problem.status >= 500)
      this.logger.error({ err: problem.cause ?? problem, code: problem.code }, problem.message);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // A stream that has begun cannot change its status any more; closing it tells the reader that it is not complete.
    if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
    else sendProblem(reply, problem);
  }
}
