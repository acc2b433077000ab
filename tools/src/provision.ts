import { addressOf, prepareServers, projectRoot, provision, stackSecrets } from '@trivium/local';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planOf } from './provision-plan.js';
import { applyConfig, prepareConfig } from './provision.config.js';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Makes the secrets of an installation and the files from which its servers start. */
async function prepare(): Promise<void> {
  const config = prepareConfig();
  const secrets = await stackSecrets(config.TRIVIUM_STATE_DIR);
  await prepareServers(
    {
      stateDir: config.TRIVIUM_STATE_DIR,
      serversDir: config.TRIVIUM_SERVERS_DIR,
      kafka: {
        address: config.TRIVIUM_KAFKA_ADDRESS,
        outside: config.TRIVIUM_PUBLIC_BROKERS,
        controller: config.TRIVIUM_KAFKA_CONTROLLER,
        dataDir: config.TRIVIUM_KAFKA_DATA_DIR,
      },
      postgres: { address: config.TRIVIUM_POSTGRES_ADDRESS, database: config.TRIVIUM_POSTGRES_DATABASE },
      valkey: { address: config.TRIVIUM_VALKEY_ADDRESS },
      cache: { address: config.TRIVIUM_CACHE_ADDRESS },
    },
    secrets,
  );
  say(`The servers' files are in ${config.TRIVIUM_SERVERS_DIR}`);
}

/** Makes on running servers all that the services need, and writes what each of them is told. */
async function apply(): Promise<void> {
  const config = applyConfig();
  const plan = planOf(config, await stackSecrets(config.TRIVIUM_STATE_DIR), projectRoot());
  await provision(plan, say);
  const address = JSON.stringify(addressOf(plan), null, 2);
  await writeFile(join(config.TRIVIUM_STATE_DIR, 'local.json'), `${address}\n`, { mode: 0o600 });
  say(`The services' settings are in ${config.TRIVIUM_SERVICES_DIR}`);
}

const commands: Readonly<Record<string, () => Promise<void>>> = { prepare, apply };
const [name = ''] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  process.stderr.write(`usage: provision ${Object.keys(commands).join(' | ')}\n`);
  process.exit(2);
}
try {
  await command();
} catch (error) {
  process.stderr.write(`provision ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
