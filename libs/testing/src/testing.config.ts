import { z } from 'zod';

const access = z.object({
  kafka: z.object({ brokers: z.string(), admin: z.object({ username: z.string(), password: z.string() }) }),
  valkey: z.string(),
  postgres: z.array(z.string()).min(1),
});

export type TestServers = z.infer<typeof access>;

/** The real servers of this test run, as `global-setup.mjs` announced them. */
export function testServers(env: NodeJS.ProcessEnv = process.env): TestServers {
  const announced = env.TRIVIUM_TEST_SERVERS;
  if (!announced) throw new Error('No test servers: run this spec with -c jest.int.config.mjs');
  return access.parse(JSON.parse(announced));
}

/** Which of jest's workers this is, from 0. */
export const workerIndex = (env: NodeJS.ProcessEnv = process.env): number =>
  Number(env.JEST_WORKER_ID ?? 1) - 1;
