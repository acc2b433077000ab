import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { Finding } from '../text/finding.js';
import { characterAt, placeAt, type SourceFile } from '../text/source-file.js';

/** What Cedar says of a text that stands in the file from this character on. */
export function toFinding(file: SourceFile, from: number, text: string, error: DetailedError): Finding {
  const location = error.sourceLocations?.[0];
  const at = from + (location ? characterAt(text, location.start) : 0);
  const help = error.help ?? location?.label;
  const message = error.message
    .replace(/^failed to parse (policies|schema) from string: (error parsing schema: )?/, '')
    .replace(/^for policy `[^`]*`, /, '');
  return { ...placeAt(file, at), message, ...(help && { help }) };
}
