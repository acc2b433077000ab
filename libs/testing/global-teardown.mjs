/** Stops what the setup started, and nothing else. */
export default async function globalTeardown() {
  await globalThis.triviumTestServers?.stop();
}
