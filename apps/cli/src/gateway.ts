import { z } from 'zod';
import type { CliConfig } from './cli.config.js';
import { exitCodes } from './exit-code.js';
import { CommandFailed } from './report.js';

const problem = z.object({
  detail: z.string(),
  code: z.string().optional(),
  errors: z.array(z.object({ detail: z.string() })).default([]),
});

/** One line that begins with a verb, by HTTP status. */
export type Advice = Readonly<Record<number, string>>;

/** The gateway's API, with the caller's token. */
export class Gateway {
  /** `advice`: what to do next, by the status of a refusal. */
  constructor(
    private readonly config: CliConfig,
    private readonly advice: Advice,
  ) {}

  get<S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> {
    return this.#call(schema, 'GET', path);
  }

  post<S extends z.ZodType>(schema: S, path: string, body: object): Promise<z.output<S>> {
    return this.#call(schema, 'POST', path, body);
  }

  patch<S extends z.ZodType>(schema: S, path: string, body: object): Promise<z.output<S>> {
    return this.#call(schema, 'PATCH', path, body);
  }

  async #call<S extends z.ZodType>(
    schema: S,
    method: string,
    path: string,
    body?: object,
  ): Promise<z.output<S>> {
    const response = await this.#send(method, path, body);
    const answer = await bodyOf(response);
    if (!response.ok) throw refusedBy(response.status, answer, this.advice);
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const next = 'Use the trivium that came with the server.';
    throw new CommandFailed('the answer is not understood', exitCodes.refused, next, { cause: parsed.error });
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    const { TRIVIUM_URL: url, TRIVIUM_TOKEN: token } = this.config;
    if (!token)
      throw new CommandFailed(
        'there is no API token',
        exitCodes.usage,
        'Set TRIVIUM_TOKEN to one made in the console.',
      );
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    try {
      return await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(30_000) });
    } catch (cause) {
      const next = 'Set TRIVIUM_URL to where the gateway listens, and see that it runs.';
      throw new CommandFailed(`${url} does not answer`, exitCodes.unreachable, next, { cause });
    }
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '');
  return isJson ? JSON.parse(text) : text;
}

const always: Advice = { 401: 'Set TRIVIUM_TOKEN to a token that is still valid.' };

function refusedBy(status: number, answer: unknown, advice: Advice): CommandFailed {
  const parsed = problem.safeParse(answer);
  const details = parsed.success
    ? [parsed.data.detail, ...parsed.data.errors.map(({ detail }) => detail)].join('\n  ')
    : `the server answered ${status}`;
  const unreachable = status === 502 || status === 504;
  const exit = unreachable ? exitCodes.unreachable : exitCodes.refused;
  const next = advice[status] ?? always[status] ?? 'Look into the log of the service.';
  return new CommandFailed(details, exit, next);
}
