/** One environment variable that cannot be used as it is. `problem` never repeats its value. */
export interface SettingProblem {
  readonly name: string;
  readonly problem: string;
}

/** The process must not start: every bad setting at once, by name, with what to do about it. */
export class ConfigError extends Error {
  readonly code = 'ERR_CONFIG';

  constructor(readonly problems: readonly SettingProblem[]) {
    super(
      `the configuration cannot be used:\n${problems.map(({ name, problem }) => `  ${name}: ${problem}`).join('\n')}`,
    );
  }
}
