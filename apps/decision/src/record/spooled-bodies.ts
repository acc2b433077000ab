import { decisionsRecordedV1, decisionsRecordedV2 } from '@trivium/contracts';
import { lineKinds } from './decision-lines.js';
import { readLine } from './shared-lines.js';

/** The body of one event, JSON that is not read again on its way. */
export interface SpooledBody {
  readonly definition: typeof decisionsRecordedV1 | typeof decisionsRecordedV2;
  readonly value: string;
}

/** Below the largest message that a broker takes by default, and the most that the contracts let one event hold. */
const [maxBytes, maxLines] = [400_000, 1_000];

/** Decisions, templates and gaps of one event. */
class Part {
  readonly decisions: string[] = [];
  readonly gaps: string[] = [];
  /** Of former versions, which wrote each decision whole. */
  readonly whole: string[] = [];
  readonly #templates = new Map<string, number>();
  #bytes = 0;
  #lines = 0;

  hasRoomFor(text: string, template = ''): boolean {
    const isNew = template !== '' && !this.#templates.has(template);
    const bytes = Buffer.byteLength(text) + (isNew ? Buffer.byteLength(template) : 0);
    return this.#lines < maxLines && this.#bytes + bytes <= maxBytes;
  }

  add(text: string, template?: string): void {
    this.#lines += 1;
    this.#bytes += Buffer.byteLength(text);
    if (template !== undefined)
      this.decisions.push(`{"template":${this.#numberOf(template)},${text.slice(1)}`);
    else if (text.startsWith(lineKinds.gap)) this.gaps.push(text.slice(1));
    else if (text.startsWith(lineKinds.whole)) this.whole.push(text.slice(1));
    else throw new Error('the spool has a line that this version cannot read');
  }

  /** A former version wrote a file alone, so that nothing is both. */
  body(spool: string): SpooledBody {
    const [name, gaps] = [JSON.stringify(spool), this.gaps.join()];
    if (this.whole.length > 0)
      return {
        definition: decisionsRecordedV1,
        value: `{"spool":${name},"records":[${this.whole.join()}],"gaps":[${gaps}]}`,
      };
    const templates = [...this.#templates.keys()].join();
    return {
      definition: decisionsRecordedV2,
      value: `{"spool":${name},"templates":[${templates}],"decisions":[${this.decisions.join()}],"gaps":[${gaps}]}`,
    };
  }

  #numberOf(template: string): number {
    const known = this.#templates.get(template);
    if (known !== undefined) return known;
    this.#bytes += Buffer.byteLength(template);
    this.#templates.set(template, this.#templates.size);
    return this.#templates.size - 1;
  }
}

export interface SpooledBodies {
  readonly bodies: readonly SpooledBody[];
  /** How many decisions and gaps they tell of. */
  readonly count: number;
}

/** What the lines of one file say, in as few events as hold it; the same lines always make the same. Throws at a line of another version. */
export function spooledBodies(spool: string, lines: readonly string[]): SpooledBodies {
  const templates: string[] = [];
  const parts: Part[] = [];
  let count = 0;
  for (const line of lines) {
    if (line.startsWith(lineKinds.template)) {
      templates.push(line.slice(1));
      continue;
    }
    const { leansOn, text } = readLine(line);
    const template = leansOn === undefined ? undefined : templates[leansOn];
    if (!parts.at(-1)?.hasRoomFor(text, template)) parts.push(new Part());
    parts.at(-1)?.add(text, template);
    count += 1;
  }
  return { bodies: parts.map((part) => part.body(spool)), count };
}
