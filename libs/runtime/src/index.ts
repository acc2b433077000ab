export { CLOCK, systemClock, type Clock } from './clock.js';
export { ConfigError, type SettingProblem } from './config.error.js';
export { isSecret, readConfig, type Config, type Settings } from './read.config.js';
export { callerSettings, httpSettings, keyEncryptionSettings, logSettings } from './process.config.js';
export { delayFor, type Backoff } from './retry.js';
export { Nudge } from './nudge.js';
export { longRunning, LongRunningTasks, type Task } from './tasks.js';
export {
  badRequest,
  conflict,
  forbidden,
  gone,
  notFound,
  Problem,
  tooLarge,
  tooManyRequests,
  unauthorized,
  unavailable,
  unsupportedMediaType,
  type InputError,
  type ProblemBody,
  type ProblemFacts,
} from './problem.js';
export { maxJsonDepth, nestsDeeperThan } from './depth.js';
export { checkDepth, jsonPointer, parseBody, parseParameters } from './parse-body.js';
