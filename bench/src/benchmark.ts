import type { BenchSystem } from './bench-system.js';
import type { Figure } from './figures.js';
import type { Floor } from './floor.js';
import type { Say } from './progress.js';
import type { Leaks } from './roads/leaks.js';
import type { Leavers } from './roads/leavers.js';
import type { Tasks } from './roads/tasks.js';

/** What every benchmark works with. */
export interface Bench {
  readonly system: BenchSystem;
  readonly floor: Floor;
  readonly roads: { readonly workforce: Leavers; readonly workload: Leaks; readonly agent: Tasks };
  readonly say: Say;
  /** Fewer samples and shorter runs: enough to see that everything works, not to trust a p99. */
  readonly quick: boolean;
}

export type Benchmark = (bench: Bench) => Promise<readonly Figure[]>;
