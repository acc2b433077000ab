import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));

export const cliSettings = {
  TRIVIUM_URL: url.default('http://127.0.0.1:7400').describe('Where the gateway listens.'),
  TRIVIUM_TOKEN: z.string().min(1).optional().meta({
    description: 'API token to call it with; made in the console or with POST /v1/api-tokens.',
    secret: true,
  }),
};
export type CliConfig = z.output<ReturnType<typeof cliSchema>>;

const cliSchema = () => z.object(cliSettings);

/** What is set to nothing is not set. */
export function readCliConfig(environment: NodeJS.ProcessEnv = process.env): CliConfig {
  const given = Object.entries(environment).filter(([, text]) => text !== '');
  return cliSchema().parse(Object.fromEntries(given));
}
