import { apiPage } from './api-page.js';
import { asyncApi } from './asyncapi.js';
import { configPage } from './config-page.js';
import { eventsPage } from './events-page.js';
import {
  apiRoutes,
  sampledEvents,
  serviceSettings,
  targetKinds,
  targetLimits,
  topicAccess,
  version,
  type Form,
} from './sources.js';
import { telemetryPage } from './telemetry-page.js';

/** Every generated file of `docs/`: its path from the root and what it should say. */
export async function generatedDocs(form: Form): Promise<ReadonlyMap<string, string>> {
  const [routes, events, services, targets, limits] = await Promise.all([
    apiRoutes(form),
    sampledEvents(),
    serviceSettings(form),
    targetKinds(form),
    targetLimits(form),
  ]);
  return new Map([
    ['docs/api.md', apiPage(routes)],
    ['docs/config.md', configPage(services, targets, limits)],
    ['docs/events.md', eventsPage(events, topicAccess())],
    ['docs/asyncapi.yaml', asyncApi(events, await version())],
    ['docs/telemetry.md', telemetryPage()],
  ]);
}
