/** Made-up subjects, targets and reasons per road. Nothing here is shipped: `dev/` feeds development and tests of the page only. */
export const cast = {
  workforce: {
    kinds: ['person'],
    reasons: ['left', 'left', 'suspended', 'moved'],
    labels: [
      'Ilse Varga',
      'Tomasz Okoro',
      'Maribel Sund',
      'Jonah Petrakis',
      'Aiko Lindqvist',
      'Dario Mbeki',
      'Freya Castellanos',
      'Noor Abernathy',
    ],
    prefix: 'per_',
    targets: [
      ['orders-db', 'postgres', 'ivarga'],
      ['session-cache', 'valkey', 'ivarga'],
      ['trivium', 'trivium', 'tokens of the person'],
      ['facilities-badge', 'webhook', 'badge 20418'],
    ],
  },
  workload: {
    kinds: ['api_key', 'service_account', 'token', 'oauth_app'],
    reasons: ['secret-leaked', 'expired', 'service-removed', 'rotated'],
    labels: [
      'billing-export',
      'ci-deployer',
      'ledger-sync',
      'mail-relay-eu',
      'warehouse-loader-nightly-production',
      'status-page',
      'search-indexer',
    ],
    prefix: 'nhi_',
    targets: [
      ['orders-db', 'postgres', 'svc_billing_export'],
      ['event-bus', 'kafka', 'svc-billing-export'],
      ['trivium', 'trivium', 'credential of the service'],
    ],
  },
  agent: {
    kinds: ['task', 'delegation', 'agent'],
    reasons: ['task-completed', 'task-completed', 'delegator-left', 'budget-spent', 'heartbeat-lost'],
    labels: [
      'invoice-reader · task 7f3a',
      'research-helper',
      'refund-clerk · task 91c0',
      'release-notes-writer',
      'triage-bot · task 22be',
    ],
    prefix: 'tsk_',
    targets: [
      ['trivium', 'trivium', 'task credential'],
      ['session-cache', 'valkey', 'agt-invoice-reader'],
    ],
  },
};

export const roads = Object.keys(cast);
