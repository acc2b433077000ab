import type { z } from 'zod';
import { jsonText } from './json-text.js';
import { ApiProblem, problemDetails } from './problem.js';

async function call(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiProblem('offline', 'The gateway cannot be reached.', undefined, { cause });
  }
}

/** A proxy in front of the gateway may answer without problem details; the status then has to do. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const parsed = jsonText.pipe(problemDetails).safeParse(await response.text());
  const { detail, title, code, errors = [] } = parsed.success ? parsed.data : {};
  const said = [detail ?? title ?? `The gateway answered ${response.status}.`, ...errors.map(sentence)];
  const kind = response.status === 401 ? 'signed-out' : 'refused';
  return new ApiProblem(kind, said.join(' '), response.status, { ...(code && { code }) });
}

/** A field's fault, said of the field: "must have …". */
const sentence = ({ detail }: { readonly detail: string }) => `It ${detail}.`;

/** A request whose answer has no body. Throws `ApiProblem`. */
export async function send(path: string, init: RequestInit): Promise<void> {
  const response = await call(path, init);
  if (!response.ok) throw await problemOf(response);
}

/** A request whose answer is parsed by `schema`. Throws `ApiProblem`. */
export async function read<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  const response = await call(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  if (!response.ok) throw await problemOf(response);
  const parsed = jsonText.pipe(schema).safeParse(await response.text());
  if (parsed.success) return parsed.data;
  throw new ApiProblem(
    'not-understood',
    `The gateway's answer does not fit: ${firstIssue(parsed.error)}.`,
    response.status,
  );
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'the body'}: ${issue.message}` : 'unknown';
}
