import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Finding } from '../text/finding.js';
import { placeAt, type SourceFile } from '../text/source-file.js';
import { cedar } from './cedar.js';
import { toFinding } from './cedar-errors.js';
import { meaningOf, scopeOf, type Policy } from './policy.js';
import { regardOf } from './regard.js';

/** The policies of one file, in its order; what cannot be one is in `findings`. */
export function readPolicies(file: SourceFile, findings: Finding[]): readonly Policy[] {
  const parts = cedar().policySetTextToParts(file.text);
  if (parts.type === 'failure') {
    findings.push(...parts.errors.map((error) => toFinding(file, 0, file.text, error)));
    return [];
  }
  for (const template of parts.policy_templates)
    findings.push({ ...placeOf(file, template), message: 'a template is no policy; nothing here links it' });
  return parts.policies
    .flatMap((text) => readPolicy(file, text, findings))
    .sort((one, other) => one.place.line - other.place.line);
}

const placeOf = (file: SourceFile, text: string) => placeAt(file, Math.max(0, file.text.indexOf(text)));

function readPolicy(file: SourceFile, text: string, findings: Finding[]): Policy[] {
  const place = placeOf(file, text);
  const answer = cedar().policyToJson(text);
  if (answer.type === 'failure') {
    const from = file.text.indexOf(text);
    findings.push(...answer.errors.map((error) => toFinding(file, from, text, error)));
    return [];
  }
  const missing = missingAnnotations(answer.json);
  findings.push(...missing.map((name) => ({ ...place, message: `the policy has no @${name}` })));
  if (missing.length > 0) return [];
  const { id = '', description = '', control = '' } = answer.json.annotations ?? {};
  const meaning = meaningOf(answer.json);
  return [
    {
      id,
      description,
      control,
      effect: answer.json.effect,
      text,
      meaning,
      scope: scopeOf(answer.json),
      regard: regardOf(answer.json),
      place,
    },
  ];
}

function missingAnnotations({ annotations = {} }: PolicyJson): readonly string[] {
  return ['id', 'description', 'control'].filter((name) => !annotations[name]?.trim());
}
