export { WebhookConnector } from './webhook.connector.js';
export { webhookTargetConfig, type WebhookTarget } from './webhook.config.js';
