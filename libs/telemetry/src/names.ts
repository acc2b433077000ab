/** A signal this system emits. Labels are fixed and singular; their values come from closed lists, never from input. */
export interface MetricDefinition<Label extends string = string> {
  readonly name: string;
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly unit: string;
  readonly description: string;
  readonly labels: readonly Label[];
  /** Upper bounds of a histogram's buckets, in its unit. */
  readonly buckets?: readonly number[];
}

const metric = <const Label extends string>(definition: MetricDefinition<Label>) => definition;

const milliseconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

export const metricNames = {
  httpRequestDuration: metric({
    name: 'trivium_http_request_duration_seconds',
    kind: 'histogram',
    unit: 's',
    description: 'Time from a request to its answer. `route` is the pattern, not the address.',
    labels: ['method', 'route', 'status'],
    buckets: milliseconds,
  }),
  webhooksReceived: metric({
    name: 'trivium_webhooks_received_total',
    kind: 'counter',
    unit: '1',
    description: 'Webhook deliveries by what became of them: accepted, replayed, refused, failed.',
    labels: ['source', 'outcome'],
  }),
  eventsHandled: metric({
    name: 'trivium_events_handled_total',
    kind: 'counter',
    unit: '1',
    description: 'Events taken from a topic by what became of them: handled, duplicate, retried, dead.',
    labels: ['topic', 'outcome'],
  }),
  eventBatchDuration: metric({
    name: 'trivium_event_batch_duration_seconds',
    kind: 'histogram',
    unit: 's',
    description: 'Time to handle one batch of events of one partition, with its commit.',
    labels: ['topic'],
    buckets: milliseconds,
  }),
  consumerLag: metric({
    name: 'trivium_consumer_lag',
    kind: 'gauge',
    unit: '1',
    description: 'Events of a topic that this process has not handled yet, over its partitions.',
    labels: ['topic'],
  }),
  outboxPending: metric({
    name: 'trivium_outbox_pending',
    kind: 'gauge',
    unit: '1',
    description: 'Committed events that Kafka has not acknowledged yet.',
    labels: [],
  }),
  outboxRelayDelay: metric({
    name: 'trivium_outbox_relay_delay_seconds',
    kind: 'histogram',
    unit: 's',
    description: 'Time from an event entering the outbox to its acknowledgement by Kafka.',
    labels: ['topic'],
    buckets: milliseconds,
  }),
  revocationStageDuration: metric({
    name: 'trivium_revocation_stage_duration_seconds',
    kind: 'histogram',
    unit: 's',
    description: 'Time from the event that ends an access to each stage: contained, eradicated, verified.',
    labels: ['road', 'stage'],
    buckets: seconds,
  }),
  revocationReceipts: metric({
    name: 'trivium_revocation_receipts_total',
    kind: 'counter',
    unit: '1',
    description: 'Receipts by status: confirmed, pending, unsupported, unavailable.',
    labels: ['road', 'kind', 'status'],
  }),
  revocationWork: metric({
    name: 'trivium_revocation_work',
    kind: 'gauge',
    unit: '1',
    description: 'Steps still to be done: due now, or waiting for their next try.',
    labels: ['road', 'state'],
  }),
  connectorActDuration: metric({
    name: 'trivium_connector_act_duration_seconds',
    kind: 'histogram',
    unit: 's',
    description: 'Time a target system took for one act, by outcome: done, unavailable, unsupported, failed.',
    labels: ['kind', 'act', 'outcome'],
    buckets: seconds,
  }),
  markersWritten: metric({
    name: 'trivium_markers_written_total',
    kind: 'counter',
    unit: '1',
    description: 'Denial markers written to Valkey, by cause: revocation, rebuild.',
    labels: ['road', 'cause'],
  }),
  markerRebuildProgress: metric({
    name: 'trivium_marker_rebuild_progress',
    kind: 'gauge',
    unit: '1',
    description: 'Share of the live markers that stand in the Valkey server in use; 1 when complete.',
    labels: ['road'],
  }),
  decisions: metric({
    name: 'trivium_decisions_total',
    kind: 'counter',
    unit: '1',
    description:
      'Answers of the decision point by endpoint and outcome; `denied` says why in the audit record.',
    labels: ['endpoint', 'outcome'],
  }),
  decisionRecords: metric({
    name: 'trivium_decision_records_total',
    kind: 'counter',
    unit: '1',
    description:
      'Decisions by what became of their record: kept in the spool, lost because there was no room for it, withheld (privileged, and so denied), shipped to the audit road.',
    labels: ['outcome'],
  }),
  decisionSpool: metric({
    name: 'trivium_decision_spool_bytes',
    kind: 'gauge',
    unit: 'By',
    description: 'Records of decisions on disk that the audit road has not taken yet.',
    labels: [],
  }),
  policyRunning: metric({
    name: 'trivium_policy_running',
    kind: 'gauge',
    unit: '1',
    description:
      'The number of the publication of the governance model that this process runs; 0 for the one it was installed with.',
    labels: ['version'],
  }),
  auditEntries: metric({
    name: 'trivium_audit_entries_total',
    kind: 'counter',
    unit: '1',
    description: 'Entries added to the evidence log.',
    labels: ['service'],
  }),
  socEvents: metric({
    name: 'trivium_soc_events_total',
    kind: 'counter',
    unit: '1',
    description: 'OCSF events published for the SOC, by OCSF class.',
    labels: ['class'],
  }),
} as const;

export interface SpanDefinition {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly description: string;
}

const span = (definition: SpanDefinition) => definition;

export const spanNames = {
  httpRequest: span({
    name: 'http.request',
    kind: 'server',
    description: 'One request, as this service serves it.',
  }),
  eventPublish: span({
    name: 'event.publish',
    kind: 'producer',
    description: 'Events handed to Kafka and acknowledged.',
  }),
  eventHandle: span({
    name: 'event.handle',
    kind: 'consumer',
    description: 'One event handled, from inbox to commit.',
  }),
  outboxRelay: span({
    name: 'outbox.relay',
    kind: 'internal',
    description: 'A batch of outbox rows relayed to Kafka.',
  }),
  revocationContain: span({
    name: 'revocation.contain',
    kind: 'internal',
    description: 'Markers written: from here every decision denies the subject and what derives from it.',
  }),
  revocationEradicate: span({
    name: 'revocation.eradicate',
    kind: 'internal',
    description: 'The access ended at one target system.',
  }),
  revocationVerify: span({
    name: 'revocation.verify',
    kind: 'internal',
    description: 'The old access tried at one target system and seen refused.',
  }),
  connectorAct: span({
    name: 'connector.act',
    kind: 'client',
    description: 'One act of a connector at its target.',
  }),
  markerRebuild: span({
    name: 'marker.rebuild',
    kind: 'internal',
    description: 'Live markers written again to Valkey.',
  }),
  decide: span({ name: 'decision.decide', kind: 'internal', description: 'One authorization decision.' }),
  auditAppend: span({
    name: 'audit.append',
    kind: 'internal',
    description: 'Entries added to the evidence log.',
  }),
} as const;
