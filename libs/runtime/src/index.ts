export { CLOCK, systemClock, type Clock } from './clock.js';
export { ConfigError, type SettingProblem } from './config.error.js';
export { isSecret, readConfig, type Config, type Settings } from './read.config.js';
export { callerSettings, httpSettings, keyEncryptionSettings, logSettings } from './process.config.js';
export { delayFor, type Backoff } from './retry.js';
export { Nudge } from './nudge.js';
export { isTransient } from './transient.js';
export { ForgetRegularly, type ForgetLog } from './forget-regularly.js';
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
export { AddressNotAllowed, checkLiteral, isPublic, publicLookup } from './public-addresses.js';
export { maxJsonDepth, nestsDeeperThan } from './depth.js';
export { isStorable } from './storable.js';
export { checkDepth, jsonPointer, parseBody, parseParameters } from './parse-body.js';
export { asProblem, ProblemFilter, sendProblem } from './problem.filter.js';
export { Health, SERVICE_NAME, type CheckResult, type HealthCheck, type HealthReport } from './health.js';
export { isRole, Public, publicKey, type Role, Roles, roles, rolesKey } from './roles.js';
export {
  CALLER_VERIFIER,
  callerOf,
  CurrentCaller,
  type Caller,
  type CallerVerifier,
  type Doer,
} from './caller.js';
export { CallerGuard } from './caller.guard.js';
export { callerTokenSeconds, GatewayCallers, gatewayIssuer } from './gateway-caller.js';
export { LOGGER } from './logger.token.js';
export { RuntimeModule, type RuntimeParts } from './runtime.module.js';
export { bootstrap, type BootstrapConfig, type BootstrapOptions } from './bootstrap.js';
