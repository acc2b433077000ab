/** An answer that the caller did not expect, with what the server said about it. */
export class UnexpectedAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
    request: string,
  ) {
    super(`${request} answered ${status}: ${body.slice(0, 500)}`);
  }
}

/** Nobody answered: nothing listens there, or not in time. */
export class NoAnswer extends Error {
  constructor(url: string, cause: unknown) {
    super(`${new URL(url).origin} does not answer`, { cause });
  }
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** A POST that only has to be sent. */
export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request with a JSON answer; any status outside 200–299 is an `UnexpectedAnswer`, none at all `NoAnswer`. */
export async function call<Body>(
  method: string,
  url: string,
  init: Omit<RequestInit, 'method'> = {},
): Promise<Answer<Body>> {
  const { response, text } = await send(url, { ...init, method });
  if (!response.ok) throw new UnexpectedAnswer(response.status, text, `${method} ${new URL(url).pathname}`);
  return {
    status: response.status,
    headers: response.headers,
    body: (text ? JSON.parse(text) : undefined) as Body,
  };
}

async function send(url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
    return { response, text: await response.text() };
  } catch (cause) {
    throw new NoAnswer(url, cause);
  }
}
