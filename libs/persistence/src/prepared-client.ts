import pg from 'pg';

/** More texts than a service has; one that makes texts up as it goes along does not fill the server's memory with them. */
const mostNames = 500;

const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNames) return known;
  const name = `trivium_${names.size}`;
  names.set(text, name);
  return name;
}

/** A text with parameters gets a name; what has none (BEGIN, a migration) is sent as it is. */
function prepared(question: readonly unknown[]): readonly unknown[] {
  const [text, values, ...more] = question;
  if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return question;
  return [{ name: nameOf(text), text, values }, ...more];
}

/** A migration has changed what a prepared statement answers: this session can never run it again. */
export function isOutdatedPlan(error: unknown): boolean {
  return error instanceof Error && error.message.includes('cached plan must not change result type');
}

/**
 * A connection that has each of its statements parsed and planned by the server once, not every time: for statements as small as
 * ours that is most of the server's work. It ends itself when a migration has outdated one of them.
 */
export class PreparedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.query = new Proxy(this.query, {
      apply: (query, _self, question: readonly unknown[]) =>
        this.#watched(Reflect.apply(query, this, prepared(question))),
    });
  }

  #watched(answer: unknown): unknown {
    if (answer instanceof Promise)
      answer.catch((error: unknown) => {
        if (isOutdatedPlan(error)) void this.end();
      });
    return answer;
  }
}
