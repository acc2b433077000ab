/** What a script may rely on; documented in the README. */
export const exitCodes = {
  /** Done, and nothing speaks against it. */
  done: 0,
  /** The question was answered with no: mistakes found, a case failed, access widens, a decision changes. */
  no: 1,
  /** The command was not understood. */
  usage: 2,
  /** A file, a folder or the server cannot be reached. */
  unreachable: 3,
  /** The server refused. */
  refused: 4,
  /** A second person has to approve first. */
  waiting: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
