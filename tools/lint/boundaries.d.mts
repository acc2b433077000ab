export interface Row {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}

export const rows: readonly Row[];
export const specRows: readonly Row[];
export function boundaries(depConstraints: readonly Row[]): readonly ['error', object];
