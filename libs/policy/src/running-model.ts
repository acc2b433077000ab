import type { Road } from '@trivium/identity';
import { readBundle, type Bundle } from './bundle/bundle.js';
import {
  GovernanceModel,
  type Birthright,
  type FailMode,
  type ModelValue,
  type Roads,
} from './governance-model.js';
import type { AdoptionMode } from './model/adoption.js';
import type { ControlSet } from './model/control-set.js';

/** The model that this process runs at this moment: the folder's at first, then each published one. */
export class RunningModel implements GovernanceModel {
  #bundle: Bundle;
  #model: GovernanceModel;
  #sequence = 0;
  readonly #listeners: ((bundle: Bundle) => void)[] = [];

  constructor(bundle: Bundle) {
    this.#bundle = bundle;
    this.#model = GovernanceModel.of(bundle);
  }

  static async load(folder: string): Promise<RunningModel> {
    return new RunningModel(await readBundle(folder));
  }

  /** All files of the version that runs; an engine for its policies comes from `parseGovernance(bundle)`. */
  get bundle(): Bundle {
    return this.#bundle;
  }

  /** Number of the publication that runs; 0 for the folder's. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Runs a published version from here on; an older one than what runs is ignored. Throws `InvalidGovernance` and changes nothing when it cannot be read. */
  adopt(bundle: Bundle, sequence: number): void {
    if (sequence <= this.#sequence) return;
    this.#model = GovernanceModel.of(bundle);
    this.#bundle = bundle;
    this.#sequence = sequence;
    for (const listener of this.#listeners) listener(bundle);
  }

  /** Calls after each change, in the same turn; MUST NOT throw. */
  onAdopted(listener: (bundle: Bundle) => void): void {
    this.#listeners.push(listener);
  }

  get version(): string {
    return this.#model.version;
  }

  get value(): ModelValue {
    return this.#model.value;
  }

  get roads(): Roads {
    return this.#model.roads;
  }

  get adopting(): readonly string[] {
    return this.#model.adopting;
  }

  birthrightOf(department: string | undefined): readonly Birthright[] {
    return this.#model.birthrightOf(department);
  }

  controlsOf(road: Road, kind: string): ControlSet | undefined {
    return this.#model.controlsOf(road, kind);
  }

  kindsOf(road: Road): readonly string[] {
    return this.#model.kindsOf(road);
  }

  failModeOf(road: Road, action: string): FailMode {
    return this.#model.failModeOf(road, action);
  }

  isPrivileged(action: string): boolean {
    return this.#model.isPrivileged(action);
  }

  modeOf(control: string): AdoptionMode {
    return this.#model.modeOf(control);
  }
}
