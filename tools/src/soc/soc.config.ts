import { kafkaSettings, type KafkaConfig } from '@trivium/bus';
import { readConfig } from '@trivium/runtime';
import { localAddress } from '../local-address.js';

/** The broker and principal that `KAFKA_BROKERS`, `KAFKA_USERNAME` and `KAFKA_PASSWORD` name; without them the `soc` of what `npm start` runs. */
export async function socAccess(env: NodeJS.ProcessEnv = process.env): Promise<KafkaConfig> {
  if (env.KAFKA_BROKERS) return readConfig(kafkaSettings, env);
  const { soc } = await localAddress();
  return {
    KAFKA_BROKERS: soc.brokers.split(','),
    KAFKA_USERNAME: soc.username,
    KAFKA_PASSWORD: soc.password,
    TRIVIUM_KAFKA_TLS: soc.tls,
  };
}
