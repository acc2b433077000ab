import { addStory, lagOf } from './scene.mjs';

/** The live stream of one scene: numbered events, kept for whoever comes back with the id of the last one seen. */
export function createStream(scene) {
  const readers = new Set();
  const sent = [];

  function frame(type, data) {
    const id = sent.length + 1;
    const text = `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
    sent.push(text);
    for (const reader of readers) reader.write(text);
  }

  function play(story) {
    const tell = () => frame('revocation', story.view(Date.now()));
    tell();
    for (const ms of Object.values(story.times)) setTimeout(tell, ms + 2).unref();
  }

  const timers = [
    setInterval(() => frame('lag', lagOf(scene)), 1000),
    setInterval(() => readers.forEach((reader) => reader.write(': heartbeat\n\n')), 10_000),
    ...(scene.everyMs > 0 ? [setInterval(() => play(addStory(scene)), scene.everyMs)] : []),
  ];

  return {
    join(request, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      const seen = Number(request.headers['last-event-id'] ?? sent.length);
      response.write(`event: hello\ndata: ${JSON.stringify({ now: new Date().toISOString() })}\n\n`);
      sent.slice(seen).forEach((text) => response.write(text));
      readers.add(response);
      request.on('close', () => readers.delete(response));
    },
    play: () => play(addStory(scene)),
    close() {
      timers.forEach(clearInterval);
      readers.forEach((reader) => reader.destroy());
    },
  };
}
