import { road } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import { z } from 'zod';
import { everything, shownStates, type Filter } from './filter.js';

/** Which revocation is open beside the board. */
export interface OpenRevocation {
  readonly road: Road;
  readonly revocationId: string;
}

/** What the page's address says, so that what one sees can be reloaded and sent to a colleague. */
export interface Address extends Filter {
  readonly layout: 'lanes' | 'table';
  readonly open: OpenRevocation | undefined;
}

export const start: Address = { ...everything, layout: 'lanes', open: undefined };

/** Addresses are typed by hand and outlive versions: an unknown value counts as not given. */
const parameters = z.object({
  road: z.enum([...road.options, 'all']).catch('all'),
  state: z.enum(shownStates).catch('all'),
  subject: z.string().catch(''),
  layout: z.enum(['lanes', 'table']).catch('lanes'),
  open: z
    .templateLiteral([road, '/', z.string().min(1)])
    .optional()
    .catch(undefined),
});

function parseOpen(text: string | undefined): OpenRevocation | undefined {
  const slash = text?.indexOf('/') ?? -1;
  if (!text || slash < 0) return undefined;
  return { road: road.parse(text.slice(0, slash)), revocationId: text.slice(slash + 1) };
}

export function parseAddress(search: string): Address {
  const { open, ...rest } = parameters.parse(Object.fromEntries(new URLSearchParams(search)));
  return { ...rest, open: parseOpen(open) };
}

export function formatAddress(address: Address): string {
  const { open, ...rest } = address;
  const said = Object.entries(rest).filter(([name, value]) => value !== start[name as keyof Address]);
  const query = new URLSearchParams(said);
  if (open) query.set('open', `${open.road}/${open.revocationId}`);
  const text = query.toString().replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
}
