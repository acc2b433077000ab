import { keepUp } from './keep-up.js';

/** A service that ends as often as it is told to, and whose starts may fail. */
class FragileService {
  readonly service = 'workforce' as const;
  readonly starts: string[] = [];
  #end = Promise.withResolvers<void>();

  constructor(private readonly outcomes: ('up' | 'fails')[]) {}

  get exited(): Promise<void> {
    return this.#end.promise;
  }

  end(): void {
    this.#end.resolve();
  }

  async start(): Promise<void> {
    const outcome = this.outcomes[this.starts.length] ?? 'up';
    this.starts.push(outcome);
    if (outcome === 'fails') throw new Error('the port is taken');
    this.#end = Promise.withResolvers<void>();
    if (this.starts.length === this.outcomes.length) this.#allUp.resolve();
  }

  readonly #allUp = Promise.withResolvers<void>();
  get settled(): Promise<void> {
    return this.#allUp.promise;
  }
}

describe('keepUp', () => {
  it('starts a service again until it is up, says so, and stops when it is over', async () => {
    const over = new AbortController();
    const said: string[] = [];
    const service = new FragileService(['fails', 'fails', 'up']);
    const keeping = keepUp(service, over.signal, (line) => said.push(line), 0);
    service.end();
    await service.settled;
    expect(service.starts).toEqual(['fails', 'fails', 'up']);
    expect(said).toContain('! workforce: the port is taken');
    over.abort();
    service.end();
    await keeping;
    expect(service.starts).toHaveLength(3);
  });
});
