import type { KeepFile } from './service-environment.js';
import type { StackSecrets } from './stack-secrets.js';

/** Who may send webhooks, each with its secret by reference. */
export function webhookSources(secrets: StackSecrets, file: KeepFile) {
  const source = (name: string, kind: string, secret: string) => ({
    name,
    kind,
    secrets: [{ file: file(`hook-${name}`, secret) }],
  });
  return [
    source('people', 'standard-webhooks', secrets.hris),
    source('bamboohr', 'bamboohr', secrets.bamboohr),
    source('github', 'github', secrets.github),
  ];
}
