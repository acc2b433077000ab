import type { Logger } from '@trivium/telemetry';
import kafkajs, { type logCreator } from 'kafkajs';

/** kafkajs speaks through the service's own log; its connection errors are retried by itself and so are warnings here. */
export function kafkaLogs(log: Logger): logCreator {
  return () =>
    ({ level, log: { message, error, topic, groupId } }) => {
      const fields = { kafka: { error, topic, groupId } };
      if (level <= kafkajs.logLevel.WARN) log.warn(fields, message);
      else log.debug(fields, message);
    };
}
