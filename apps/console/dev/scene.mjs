import { randomInt } from 'node:crypto';
import { roads } from './people-and-things.mjs';
import { createStory } from './story.mjs';

/**
 * What the fixture server shows:
 * `empty` nothing yet; `calm` a past and one event every few seconds; `busy` a past, some held targets and several events a second, with
 * lag on one road.
 */
export const scenes = {
  empty: { past: 0, everyMs: 0, held: 0, behind: false },
  calm: { past: 30, everyMs: 4000, held: 0, behind: false },
  busy: { past: 130, everyMs: 350, held: 3, behind: true },
};

export function createScene(name, now = Date.now()) {
  const scene = scenes[name];
  const stories = Array.from({ length: scene.past }, (_, n) =>
    createStory(roads[n % 3], now - 9000 * (n + 1) - randomInt(7000)),
  );
  const held = ['unavailable', 'unsupported', 'unavailable'].slice(0, scene.held);
  const stuck = held.map((kind, n) => createStory(roads[n % 2], now - 25_000 - n * 61_000, { stuck: kind }));
  return { ...scene, stories: [...stuck, ...stories] };
}

export function addStory(scene) {
  const story = createStory(roads[randomInt(3)], Date.now(), { pace: 4 });
  scene.stories.push(story);
  return story;
}

export function lagOf(scene) {
  return roads.flatMap((road) => {
    const behind = scene.behind && road === 'workload';
    return [`${road}.revocation`, `${road}.lifecycle`].map((topic) => {
      const lag = behind && topic.endsWith('lifecycle') ? randomInt(180, 1400) : 0;
      return {
        road,
        group: `${road}.${topic}`,
        topic,
        lag,
        ...(lag > 0 && { oldestMs: randomInt(300, 2600) }),
      };
    });
  });
}
