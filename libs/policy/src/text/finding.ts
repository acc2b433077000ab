/** Where in the governance files; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing wrong with the governance files, at its place. */
export interface Finding extends Place {
  readonly message: string;
  /** What could be meant, or what to do. */
  readonly help?: string;
}

export function formatFinding({ file, line, column, message, help }: Finding): string {
  return `${file}:${line}:${column}: ${message}${help ? ` (${help})` : ''}`;
}

/** The governance files say something that cannot be; every finding names its file and line. */
export class InvalidGovernance extends Error {
  readonly code = 'ERR_INVALID_GOVERNANCE';

  constructor(readonly findings: readonly Finding[]) {
    super(findings.map(formatFinding).join('\n'));
  }
}

/** Throws when anything was found. */
export function refuseFindings(findings: readonly Finding[]): void {
  if (findings.length > 0) throw new InvalidGovernance(findings);
}
