interface Sighting {
  readonly end: number;
  readonly at: number;
}

/** So many are remembered per partition; beyond that, times become coarser but stay true. */
const most = 600;

/** Tells how long messages have waited, from where each partition ended when one looked before. */
export class WaitingTimes {
  readonly #sightings = new Map<string, readonly Sighting[]>();

  /**
   * Milliseconds for which the oldest message that was not read yet has waited at least; undefined when everything was read. `read` is the
   * next offset to be read, `end` the next one to be written, `now` in milliseconds.
   */
  look(partition: string, read: number, end: number, now: number): number | undefined {
    const unread = (this.#sightings.get(partition) ?? []).filter((sighting) => sighting.end > read);
    if (end > (unread.at(-1)?.end ?? read)) unread.push({ end, at: now });
    if (unread.length > most) unread.splice(1, 1);
    this.#sightings.set(partition, unread);
    return unread[0] && now - unread[0].at;
  }
}
