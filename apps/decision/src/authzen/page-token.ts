import { badRequest, type Problem } from '@trivium/runtime';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { maxResults, type PageRequest } from './search-request.js';

/** Where a page begins, and how long it is. */
export interface Page {
  /** Every result of this page comes after it; undefined for the first page. */
  readonly after?: string | undefined;
  readonly limit: number;
}

const token = z.object({
  query: z.string(),
  limit: z.int().min(0).max(maxResults),
  after: z.string().optional(),
});

/**
 * A token holds the whole state of a search, so that any replica can go on with it. It names the last result that was looked at, not
 * a number of results: what is added or ends meanwhile moves nothing else. It lets nobody see more than a new search would.
 */
export function nextToken(query: unknown, page: Page): string {
  const state = { query: digestOf(query), limit: page.limit, after: page.after };
  return Buffer.from(JSON.stringify(state), 'utf8').toString('base64url');
}

/** Throws a 400 `Problem` for a token that is none, and for one of another search (AuthZEN Authorization API 1.0, section 8.2). */
export function pageOf(query: unknown, { token: given, limit }: PageRequest): Page {
  const wanted = limit === undefined ? undefined : Math.min(limit, maxResults);
  if (given === undefined || given === '') return { limit: wanted ?? maxResults };
  const state = token.safeParse(decoded(given));
  if (!state.success) throw refused('is no token of this service');
  const { query: digest, ...page } = state.data;
  if (digest !== digestOf(query)) throw refused('belongs to another search');
  if (wanted !== undefined && wanted !== page.limit) throw refused('belongs to a search with another limit');
  return page;
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Whatever it is, it was not made here, which is all that the caller may learn.
    return undefined;
  }
}

function refused(detail: string): Problem {
  const errors = [{ pointer: '/page/token', detail }];
  return badRequest(`The page token ${detail}.`, errors, 'ERR_INVALID_PAGE_TOKEN');
}

function digestOf(query: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(query)))
    .digest('base64url');
}

/** The order of members says nothing in JSON. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return members.map(([name, inner]) => [name, inOrder(inner)]);
}
