import { Command } from 'commander';
import { colour } from './progress.js';
import { followSoc, type SocListener } from './soc/follow-soc.js';
import { socLine } from './soc/soc-line.js';
import { socAccess } from './soc/soc.config.js';

const { json = false, fromBeginning = false } = new Command('npm run soc:tail --')
  .description('Shows what the SOC hears: every OCSF event on soc.ocsf, one line each.')
  .option('--json', 'the events as they are, one JSON object a line')
  .option('--from-beginning', 'start with the oldest event that Kafka still has')
  .parse()
  .opts<{ json?: true; fromBeginning?: true }>();

/** Everything but events goes to standard error, so that events can be piped. */
const say = (line: string) => process.stderr.write(`${line}\n`);

function readable(event: string): string {
  const { text, severity } = socLine(JSON.parse(event));
  if (severity === 'Medium') return colour('yellow', text);
  return ['High', 'Critical', 'Fatal'].includes(severity) ? colour('red', text) : text;
}

function listener(where: string): SocListener {
  let heard = false;
  return {
    listening: () => {
      say(heard ? 'Listening again.' : `Listening to ${where}. Ctrl-C ends.`);
      heard = true;
    },
    event: (event) => process.stdout.write(`${json ? event : readable(event)}\n`),
    interrupted: (error) => {
      const why = error instanceof Error ? error.message : String(error);
      say(`${colour('yellow', '!')} ${why}; trying again`);
    },
  };
}

async function main(): Promise<void> {
  const access = await socAccess();
  const where = `soc.ocsf at ${access.KAFKA_BROKERS.join(',')} as ${access.KAFKA_USERNAME}`;
  const stop = await followSoc(access, fromBeginning, listener(where)).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${where} does not answer; is npm start still running? (${why})`, { cause });
  });
  const end = () => void stop().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  // Whoever read the events has gone away.
  process.stdout.once('error', end);
}

function fail(why: string): never {
  say(`${colour('red', 'Nothing to listen to:')} ${why}`);
  process.exit(1);
}

try {
  await main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
