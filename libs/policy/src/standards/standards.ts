import { z } from 'zod';
import type { Finding } from '../text/finding.js';
import { readYaml, type YamlValue } from '../text/read-yaml.js';
import type { SourceFile } from '../text/source-file.js';
import { MalformedEvidenceQuery, parseEvidenceQuery } from './evidence-query.js';

export const standardsFile = 'standards.yaml';

const controlId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words joined by hyphens');
const sentence = z.string().min(10);

const query = z.string().transform((text, context) => {
  try {
    return { text, query: parseEvidenceQuery(text) };
  } catch (error) {
    if (!(error instanceof MalformedEvidenceQuery)) throw error;
    context.addIssue(error.message);
    return z.NEVER;
  }
});

const control = z.strictObject({
  says: sentence,
  /** Kinds of identity, as `road.kind` or `road.*`. */
  appliesTo: z.array(z.string().regex(/^(workforce|workload|agent)\.(\*|[a-z_]+)$/)).min(1),
  evidence: query,
});
export type Control = z.output<typeof control>;

const item = z
  .strictObject({
    title: z.string().min(3),
    controls: z.array(controlId).min(1).optional(),
    /** Why Trivium does nothing here. */
    notCovered: sentence.optional(),
  })
  .refine(
    ({ controls, notCovered }) => (controls === undefined) !== (notCovered === undefined),
    'has either controls or a reason in notCovered',
  );

const standard = z.strictObject({
  title: z.string().min(3),
  edition: z.string().min(1),
  items: z.record(z.string(), item),
});

const standards = z.strictObject({
  controls: z.record(controlId, control),
  standards: z.record(z.string(), standard),
});
export type Standards = z.output<typeof standards>;

export function readStandards(file: SourceFile, findings: Finding[]): YamlValue<Standards> | undefined {
  return readYaml(standards, file, findings);
}

/** Whether a control is one of those for this kind of identity. */
export function appliesTo({ appliesTo: kinds }: Control, road: string, kind: string): boolean {
  return kinds.includes(`${road}.*`) || kinds.includes(`${road}.${kind}`);
}
