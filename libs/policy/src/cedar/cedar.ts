import type * as CedarWasm from '@cedar-policy/cedar-wasm/nodejs';
import { createRequire } from 'node:module';

type Cedar = typeof CedarWasm;

let loaded: Cedar | undefined;

/** Cedar's own evaluator, compiled when it is first asked for: who only reads the model does not pay for it. */
export function cedar(): Cedar {
  loaded ??= createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as Cedar;
  return loaded;
}
