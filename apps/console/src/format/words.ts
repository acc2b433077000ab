const known: Readonly<Record<string, string>> = {
  left: 'left the organisation',
  nhi: 'non-human identity',
  api_key: 'API key',
  oauth_app: 'OAuth app',
  postgres: 'PostgreSQL',
  valkey: 'Valkey',
  kafka: 'Kafka',
  webhook: 'Webhook',
  trivium: 'Trivium',
};

/** A word of the system (`secret-leaked`, `service_account`) as a reader would write it. */
export function toWords(code: string): string {
  return known[code] ?? code.replaceAll(/[-_]/g, ' ');
}

/** The same at the beginning of a line. */
export function toSentence(code: string): string {
  const words = toWords(code);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
