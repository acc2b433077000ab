import { ThreadedSender } from './threaded-sender.adapter.js';

it('a thread that cannot begin is what the call rejects with, each time', async () => {
  // A thread reads what was built, and beside the sources nothing is.
  const sender = new ThreadedSender({
    KAFKA_BROKERS: ['127.0.0.1:1'],
    KAFKA_USERNAME: 'decision',
    KAFKA_PASSWORD: 'change-me',
    TRIVIUM_KAFKA_TLS: false,
  });
  const file = { path: 'a.spool', run: 'a' };
  await expect(sender.send(file)).rejects.toThrow('send-spooled.worker.js');
  await expect(sender.send(file)).rejects.toThrow('send-spooled.worker.js');
  await sender.close();
});
