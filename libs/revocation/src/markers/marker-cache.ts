import type { MarkerOwner } from '@trivium/identity';
import type { Redis } from 'ioredis';
import { completeKey, markerKey } from '../chain-reader.js';

export interface Marker {
  readonly linkId: string;
  /** The highest generation that is denied. */
  readonly deniedUpTo: number;
  /** When no credential can carry the link any more, and the marker may go. */
  readonly expiresAt: Date;
}

/** The cache cannot be written at the moment: a decision that cannot read it denies, one that can must not be told "contained" yet. */
export class MarkersUnavailable extends Error {
  readonly code = 'ERR_MARKERS_UNAVAILABLE';
  readonly transient = true;
  constructor(options?: ErrorOptions) {
    super('the containment markers cannot be written', options);
  }
}

/** Holds the nonce of the rebuild that is under way. */
const rebuildKey = (road: MarkerOwner) => `${road}:rebuild`;

/** A rebuild writes what it read a moment ago, and must not lower what a containment has raised since. */
const raiseScript = `
for i, key in ipairs(KEYS) do
  local held = tonumber(redis.call('GET', key) or 0)
  if held < tonumber(ARGV[2 * i - 1]) then redis.call('SET', key, ARGV[2 * i - 1], 'PXAT', ARGV[2 * i]) end
end
return #KEYS`;

/** Stamps the server as complete only if nothing wiped it since this rebuild began. */
const stampScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2])
redis.call('DEL', KEYS[1])
return 1`;

/** The markers of one road, or of `decision`, in Valkey. */
export class MarkerCache {
  constructor(
    private readonly valkey: Redis,
    private readonly road: MarkerOwner,
  ) {}

  async connect(): Promise<void> {
    if (this.valkey.status === 'wait')
      await this.valkey
        .connect()
        .catch((cause: unknown) => Promise.reject(new MarkersUnavailable({ cause })));
  }

  close(): void {
    this.valkey.disconnect();
  }

  /** One round trip for any number of markers. A marker only rises, whoever writes last. */
  async write(markers: readonly Marker[]): Promise<void> {
    if (markers.length === 0) return;
    const keys = markers.map(({ linkId }) => markerKey(linkId));
    const values = markers.flatMap(({ deniedUpTo, expiresAt }) => [deniedUpTo, expiresAt.getTime()]);
    await this.#attempt(() => this.valkey.eval(raiseScript, keys.length, ...keys, ...values));
  }

  /** True when the server that answers has every live marker of this road. */
  async complete(): Promise<boolean> {
    const [runId, stamp] = await this.#attempt(() =>
      Promise.all([this.runId(), this.valkey.get(completeKey(this.road))]),
    );
    return stamp === runId;
  }

  async beginRebuild(nonce: string): Promise<void> {
    await this.#attempt(() => this.valkey.set(rebuildKey(this.road), nonce, 'EX', 600));
  }

  /** False when the server was flushed or replaced since `beginRebuild`: the rebuild has to begin again. */
  async endRebuild(nonce: string): Promise<boolean> {
    const runId = await this.#attempt(() => this.runId());
    const stamped = await this.#attempt(() =>
      this.valkey.eval(stampScript, 2, rebuildKey(this.road), completeKey(this.road), nonce, runId),
    );
    return stamped === 1;
  }

  private async runId(): Promise<string> {
    const match = /^run_id:(\w+)/m.exec(await this.valkey.info('server'));
    if (!match?.[1]) throw new MarkersUnavailable();
    return match[1];
  }

  async #attempt<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw new MarkersUnavailable({ cause });
    }
  }
}
