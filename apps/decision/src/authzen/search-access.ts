import { linkOwner } from '@trivium/identity';
import type { ChainReader } from '@trivium/revocation';
import { unavailable, type Clock } from '@trivium/runtime';
import type { ResidentGrants } from '../projection/resident-grants.js';
import { isPermitted } from './decision.js';
import type { EvaluateAccess } from './evaluate-access.js';
import type { EvaluationRequest } from './evaluation-request.js';
import { nextToken, pageOf, type Page } from './page-token.js';
import { ReadOnce } from './read-once.js';
import type { ActionSearch, PageRequest, ResourceSearch, SubjectSearch } from './search-request.js';
import { subjectTypes } from './subject-types.js';

/** AuthZEN Authorization API 1.0, section 8.3. */
export interface SearchResponse {
  readonly page: { readonly next_token: string; readonly count: number };
  readonly results: readonly object[];
}

/** How many candidates one answer looks at; a page that is shorter for it has a token for the rest. */
const maxCandidates = 1_000;

interface Search {
  /** What must stay the same from page to page. */
  readonly query: unknown;
  readonly page: PageRequest;
  readonly candidates: Iterable<string>;
  readonly question: (candidate: string) => EvaluationRequest;
  readonly result: (candidate: string) => object;
}

/** Who may, what may he, and how: the resident grants say who could, and each is then decided as an evaluation would. */
export class SearchAccess {
  constructor(
    private readonly grants: ResidentGrants,
    private readonly evaluate: EvaluateAccess,
    private readonly chains: ChainReader,
    private readonly clock: Clock,
  ) {}

  subjects({ page, ...query }: SubjectSearch): Promise<SearchResponse> {
    const { type } = query.subject;
    const holders = this.grants.holders(
      { action: query.action.name, resource: query.resource },
      this.clock.now(),
    );
    return this.#search({
      query: ['subject', query],
      page,
      candidates: holders.filter((id) => typeOf(id) === type),
      question: (id) => ({ ...query, subject: { ...query.subject, id } }),
      result: (id) => ({ type, id }),
    });
  }

  resources({ page, ...query }: ResourceSearch): Promise<SearchResponse> {
    const { type } = query.resource;
    const held = this.grants.heldBy(query.subject.id, this.clock.now());
    return this.#search({
      query: ['resource', query],
      page,
      candidates: held
        .filter(({ action, resource }) => action === query.action.name && resource.type === type)
        .map(({ resource }) => resource.id),
      question: (id) => ({ ...query, resource: { ...query.resource, id } }),
      result: (id) => ({ type, id }),
    });
  }

  actions({ page, ...query }: ActionSearch): Promise<SearchResponse> {
    const { type, id } = query.resource;
    const held = this.grants.heldBy(query.subject.id, this.clock.now());
    return this.#search({
      query: ['action', query],
      page,
      candidates: held
        .filter(({ resource }) => resource.type === type && resource.id === id)
        .map(({ action }) => action),
      question: (name) => ({ ...query, action: { name } }),
      result: (name) => ({ name }),
    });
  }

  async #search({ query, page: asked, candidates, question, result }: Search): Promise<SearchResponse> {
    const page = pageOf(query, asked);
    const rest = [...new Set(candidates)]
      .filter((one) => page.after === undefined || one > page.after)
      .sort();
    const { found, lookedAt } = await this.#look(rest, page, question);
    const after = rest[lookedAt - 1] ?? page.after;
    const next = lookedAt < rest.length ? nextToken(query, { limit: page.limit, after }) : '';
    return { page: { next_token: next, count: found.length }, results: found.map(result) };
  }

  /** As many at once as are still missing, so that the chains of all of them are read in one round trip. */
  async #look(rest: readonly string[], { limit }: Page, question: (candidate: string) => EvaluationRequest) {
    const chains = new ReadOnce(this.chains);
    const found: string[] = [];
    let lookedAt = 0;
    while (found.length < limit && lookedAt < Math.min(rest.length, maxCandidates)) {
      const some = rest.slice(lookedAt, lookedAt + limit - found.length);
      const may = await Promise.all(some.map((one) => this.#may(question(one), chains)));
      found.push(...some.filter((_, at) => may[at]));
      lookedAt += some.length;
    }
    return { found, lookedAt };
  }

  /** While nobody can be sure, an answer without them would say that they may not. */
  async #may(request: EvaluationRequest, chains: ReadOnce): Promise<boolean> {
    const decision = await this.evaluate.execute(request, chains);
    if (decision.reason === 'markers_unknown' || decision.reason === 'stale_data')
      throw unavailable('What may be done cannot be known at the moment.');
    return isPermitted(decision);
  }
}

function typeOf(subjectId: string): string | undefined {
  const road = linkOwner(subjectId);
  return road && subjectTypes[road];
}
