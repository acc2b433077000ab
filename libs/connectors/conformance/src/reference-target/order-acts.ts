import { NoSuchAccount, type AccountBook } from '../account-book.js';
import { OrderRefused, type Order } from './signed-orders.js';

const pageSize = 50;
const accountName = /^[a-z0-9._-]{1,64}$/;
const entitlement = /^orders:(read|write)$/;

type Answer = Readonly<Record<string, unknown>>;
type Act = (book: AccountBook, order: Order) => Answer;

/** What the system can do for Trivium, and what it answers. An act that is missing here is answered with 501. */
const acts: Readonly<Record<string, Act>> = {
  discover: (book, { data: { cursor = '' } }) => {
    const after = book
      .list()
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .filter(({ name }) => name > cursor);
    const accounts = after.slice(0, pageSize);
    const last = accounts.at(-1);
    return { accounts, ...(after.length > pageSize && last && { next: last.name }) };
  },
  provision: (book, order) => {
    const wanted = order.data.entitlements;
    if (!wanted.every((one) => entitlement.test(one))) throw new OrderRefused(422, { field: 'entitlements' });
    book.provision(nameOf(order), wanted);
    return { status: 'provisioned' };
  },
  issue: (book, order) => ({ status: 'issued', secret: book.issue(nameOf(order)).reveal() }),
  rotate: (book, order) => ({
    status: 'rotated',
    secret: book.rotate(nameOf(order), order.data.previous).reveal(),
  }),
  revoke: (book, order) => {
    const ended = book.revoke(nameOf(order));
    return ended ? { status: 'revoked', evidence: ended } : { status: 'already' };
  },
  verify: (book, order) => {
    const { secretSha256 } = order.data;
    const name = nameOf(order);
    const open = secretSha256 === undefined ? book.isOpen(name) : book.accepts(name, secretSha256);
    return { access: open ? 'accepted' : 'refused', evidence: { account: book.isOpen(name) } };
  },
};

const looking = new Set(['discover', 'verify']);

/**
 * Does an order once. One that was done already is answered as it was then: a sender that never got the answer sends the order
 * again under its id, and must not get a second secret. What only looks is looked at afresh each time.
 */
export class OrderDesk {
  /** In memory, as everything here; a real system keeps them with their effect, for as long as senders repeat (a day will do). */
  readonly #done = new Map<string, Answer>();

  constructor(private readonly book: AccountBook) {}

  take(order: Order): Answer {
    const act = acts[order.act];
    if (!act) throw new OrderRefused(501);
    if (looking.has(order.act)) return act(this.book, order);
    if (order.sender.may !== 'manage') throw new OrderRefused(403);
    const answer = this.#done.get(order.id) ?? this.#do(act, order);
    this.#done.set(order.id, answer);
    return answer;
  }

  #do(act: Act, order: Order): Answer {
    try {
      return act(this.book, order);
    } catch (error) {
      if (error instanceof NoSuchAccount) throw new OrderRefused(409);
      throw error;
    }
  }
}

function nameOf({ data: { account = '' } }: Order): string {
  if (!accountName.test(account)) throw new OrderRefused(422, { field: 'name' });
  return account;
}
