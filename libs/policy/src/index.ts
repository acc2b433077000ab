export { governanceSettings } from './governance.config.js';
export { GovernanceModel, InvalidGovernanceModel, type Birthright, type Roads } from './governance-model.js';
