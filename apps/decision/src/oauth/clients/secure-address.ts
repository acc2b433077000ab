import { z } from 'zod';

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** https, or plain http on this machine. */
export const secureAddress = z
  .url({ protocol: /^https?$/ })
  .refine((text) => URL.parse(text)?.protocol === 'https:' || loopback.has(URL.parse(text)?.hostname ?? ''), {
    message: 'must be https',
  });
