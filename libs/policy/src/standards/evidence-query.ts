import { durationMs } from '../text/duration.js';

/** What is asked: entries of the audit record, or recorded decisions. */
export const evidenceSources = {
  entries: ['action', 'outcome', 'road', 'service', 'target', 'reason', 'subject.kind', 'actor.kind'],
  decisions: ['decision', 'policy', 'control', 'action', 'principal.type', 'resource.type'],
} as const;
export type EvidenceSource = keyof typeof evidenceSources;

export interface EvidenceCondition {
  readonly field: string;
  /** One of them. */
  readonly values: readonly string[];
}

/** `entries where action in ("nhi.retired", "access.verified") and road = "workload" within P90D` */
export interface EvidenceQuery {
  readonly source: EvidenceSource;
  readonly conditions: readonly EvidenceCondition[];
  /** How far back, in milliseconds. */
  readonly withinMs: number;
}

export class MalformedEvidenceQuery extends Error {
  readonly code = 'ERR_MALFORMED_EVIDENCE_QUERY';
}

const token = /\s*(?:"((?:[^"\\]|\\["\\])*)"|([A-Za-z][\w.-]*)|([=(),]))/y;

interface Token {
  readonly kind: 'text' | 'word' | 'sign' | 'end';
  readonly value: string;
}

export function parseEvidenceQuery(text: string): EvidenceQuery {
  const reader = new Reader(tokensOf(text));
  const source = reader.word(Object.keys(evidenceSources));
  if (!isSource(source)) throw new MalformedEvidenceQuery(`"${source}" is no source of evidence`);
  reader.word(['where']);
  const conditions = [reader.condition(evidenceSources[source])];
  while (reader.word(['and', 'within']) === 'and') conditions.push(reader.condition(evidenceSources[source]));
  const within = reader.word();
  const withinMs = durationMs(within);
  if (withinMs === undefined)
    throw new MalformedEvidenceQuery(`"${within}" is no ISO 8601 duration such as P90D`);
  reader.end();
  return { source, conditions, withinMs };
}

const isSource = (word: string): word is EvidenceSource => Object.hasOwn(evidenceSources, word);

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(token);
  while (pattern.lastIndex < text.trimEnd().length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new MalformedEvidenceQuery(`"${text.slice(from).trim()}" is not understood`);
    const [, quoted, word, sign = ''] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replace(/\\(["\\])/g, '$1') });
    else tokens.push(word === undefined ? { kind: 'sign', value: sign } : { kind: 'word', value: word });
  }
  return tokens;
}

class Reader {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  word(allowed?: readonly string[]): string {
    const { value } = this.#take('word', allowed);
    return value;
  }

  condition(fields: readonly string[]): EvidenceCondition {
    const field = this.word(fields);
    if (this.#peek().value === '=') {
      this.#take('sign', ['=']);
      return { field, values: [this.#take('text').value] };
    }
    this.#take('word', ['in']);
    this.#take('sign', ['(']);
    const values = [this.#take('text').value];
    while (this.#take('sign', [',', ')']).value === ',') values.push(this.#take('text').value);
    return { field, values };
  }

  end(): void {
    if (this.#peek().kind !== 'end') throw new MalformedEvidenceQuery(`"${this.#peek().value}" is too much`);
  }

  #peek(): Token {
    return this.tokens[this.#at] ?? { kind: 'end', value: 'the end' };
  }

  #take(kind: Token['kind'], allowed?: readonly string[]): Token {
    const next = this.#peek();
    this.#at += 1;
    if (next.kind === kind && (allowed?.includes(next.value) ?? true)) return next;
    const wanted = allowed?.join(' or ') ?? (kind === 'text' ? 'a "quoted" value' : `a ${kind}`);
    throw new MalformedEvidenceQuery(`found ${next.value} where ${wanted} is expected`);
  }
}
