import type { Road } from '@trivium/identity';
import { z } from 'zod';
import { bundleOf, readBundle, type Bundle } from './bundle/bundle.js';
import { adoption, modeOf, type AdoptionMode } from './model/adoption.js';
import { checkModel } from './model/check-model.js';
import { controlSet, type ControlSet } from './model/control-set.js';
import { duration } from './text/duration.js';
import { InvalidGovernance, refuseFindings, type Finding } from './text/finding.js';
import { readYaml, type YamlValue } from './text/read-yaml.js';

const failMode = z.enum(['strict', 'best_effort']);
export type FailMode = z.output<typeof failMode>;

/** Actions of a road that are not at its own fail mode. */
const failModes = z.record(z.string().min(1), failMode).default({});
const revocation = z.strictObject({ deadline: duration });
const birthright = z.strictObject({
  target: z.string().min(1),
  entitlements: z.array(z.string().min(1)).min(1),
});

const schema = z.strictObject({
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'must be year.month.number'),
  roads: z.strictObject({
    workforce: z.strictObject({
      failMode,
      failModes,
      revocation,
      person: z.strictObject({ tokenTtl: duration, birthright: z.record(z.string(), z.array(birthright)) }),
    }),
    workload: z.strictObject({
      failMode,
      failModes,
      revocation,
      nhi: z.strictObject({
        kinds: z.array(z.string()).min(1),
        defaultTtl: duration,
        maxTtl: duration,
        ownerlessDeadline: duration,
        reviewDeadline: duration,
      }),
    }),
    agent: z.strictObject({
      failMode,
      failModes,
      revocation,
      classes: z.array(z.string()).min(1),
      delegation: z.strictObject({ maxTtl: duration, maxDepth: z.int().min(1).max(10) }),
      task: z.strictObject({ defaultTtl: duration, maxTtl: duration }),
    }),
  }),
  adoption,
  /** Actions, as callers name them, that are decided only where the decision can be recorded. */
  privilegedActions: z.array(z.string().min(1)).default(['admin']),
  /** By identity type and kind. */
  identities: z.strictObject({
    workforce: z.record(z.string(), controlSet),
    workload: z.record(z.string(), controlSet),
    agent: z.record(z.string(), controlSet),
  }),
});

export const modelFile = 'model.yaml';
export type ModelValue = z.output<typeof schema>;
export type Roads = z.infer<typeof schema>['roads'];
export type Birthright = z.infer<typeof birthright>;

/** The shared intent that this process runs. Durations are milliseconds. */
export class GovernanceModel {
  private constructor(
    /** The model's own version and the first digits of the digest of all governance files: `2026.11.1+3f9a0c12d4e5`. */
    readonly version: string,
    /** All that it says. */
    readonly value: ModelValue,
  ) {}

  static async load(folder: string): Promise<GovernanceModel> {
    return GovernanceModel.of(await readBundle(folder));
  }

  static parse(text: string, file: string): GovernanceModel {
    return GovernanceModel.of(bundleOf([{ path: file, text }]), file);
  }

  /** Throws `InvalidGovernance`, with the place of everything that cannot be. */
  static of(bundle: Bundle, file = modelFile): GovernanceModel {
    const findings: Finding[] = [];
    const model = readModel(bundle, findings, file);
    refuseFindings(findings);
    if (!model) throw new InvalidGovernance([{ file, line: 1, column: 1, message: 'there is no model' }]);
    return model.value;
  }

  static from(value: ModelValue, bundle: Bundle): GovernanceModel {
    return new GovernanceModel(`${value.version}+${bundle.digest.slice(0, 12)}`, value);
  }

  get roads(): Roads {
    return this.value.roads;
  }

  /** What every active person of this department holds. */
  birthrightOf(department: string | undefined): readonly Birthright[] {
    const { birthright } = this.roads.workforce.person;
    return [...(birthright['*'] ?? []), ...((department && birthright[department.toLowerCase()]) || [])];
  }

  /** What is demanded of this kind of identity; undefined for a kind that the model does not know. */
  controlsOf(road: Road, kind: string): ControlSet | undefined {
    const kinds = this.value.identities[road];
    return Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  }

  kindsOf(road: Road): readonly string[] {
    return Object.keys(this.value.identities[road]);
  }

  /** Whether a decision on this action may be made from data that are older than their bound. */
  failModeOf(road: Road, action: string): FailMode {
    const { failMode: usual, failModes: exceptions } = this.roads[road];
    return exceptions[action] ?? usual;
  }

  isPrivileged(action: string): boolean {
    return this.value.privilegedActions.includes(action);
  }

  modeOf(control: string): AdoptionMode {
    return modeOf(this.value.adoption, control);
  }

  /** Controls that the model gives a mode of their own. */
  get adopting(): readonly string[] {
    return Object.keys(this.value.adoption.controls);
  }
}

/** The model of a bundle; undefined when it cannot be read, and then `findings` says why. */
export function readModel(
  bundle: Bundle,
  findings: Finding[],
  file = modelFile,
): YamlValue<GovernanceModel> | undefined {
  const source = bundle.files.find(({ path }) => path === file);
  if (!source) {
    findings.push({
      file,
      line: 1,
      column: 1,
      message: 'is missing',
      help: 'every governance folder has one',
    });
    return undefined;
  }
  const read = readYaml(schema, source, findings);
  if (!read) return undefined;
  findings.push(...checkModel(read));
  return { placeOf: read.placeOf, value: GovernanceModel.from(read.value, bundle) };
}
