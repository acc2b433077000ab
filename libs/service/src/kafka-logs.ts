import type { Logger } from '@trivium/telemetry';
import kafkajs, { type logCreator } from 'kafkajs';

/** kafkajs speaks through the service's own log; its connection errors are retried by itself and so are warnings here. */
export function kafkaLogs(log: Logger): logCreator {
  return () =>
    ({ level, namespace, log: { message, ...fields } }) => {
      if (level <= kafkajs.logLevel.WARN) log.warn({ kafka: namespace, ...pick(fields) }, message);
      else log.debug({ kafka: namespace }, message);
    };
}

/** What helps to find a fault; the rest of what kafkajs says may quote messages. */
function pick(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { error, topic, groupId, broker } = fields;
  return { error, topic, groupId, broker };
}
