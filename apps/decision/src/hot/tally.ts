/** Where counts end up: `decisions` of the telemetry. */
export interface DecisionCounter {
  add(count: number, labels: { readonly endpoint: string; readonly outcome: string }): void;
}

type Outcomes = Map<string, { readonly labels: { endpoint: string; outcome: string }; count: number }>;

/** Counts decisions with an addition each and hands the sums over on an interval: a metric per decision costs a tenth of the decision. */
export class Tally {
  readonly #endpoints = new Map<string, Outcomes>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly counter: DecisionCounter,
    private readonly everyMs = 500,
  ) {}

  readonly name = 'decision-tally';

  start(): void {
    this.#timer = setInterval(() => this.#handOver(), this.everyMs);
  }

  stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#handOver();
    return Promise.resolve();
  }

  /** Both from closed lists. */
  count(endpoint: string, outcome: string): void {
    const outcomes = this.#endpoints.get(endpoint) ?? this.#begin(endpoint);
    const known = outcomes.get(outcome);
    if (known) known.count += 1;
    else outcomes.set(outcome, { labels: { endpoint, outcome }, count: 1 });
  }

  #begin(endpoint: string): Outcomes {
    const outcomes: Outcomes = new Map();
    this.#endpoints.set(endpoint, outcomes);
    return outcomes;
  }

  #handOver(): void {
    for (const outcomes of this.#endpoints.values()) {
      for (const entry of outcomes.values()) {
        if (entry.count > 0) this.counter.add(entry.count, entry.labels);
        entry.count = 0;
      }
    }
  }
}
