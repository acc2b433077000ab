import kafkajs from 'kafkajs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The codec of kafkajs compresses on threads that the whole process shares, which are as urgent as an answer is. */
export function compressOnThisThread(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.GZIP] = () => ({
    compress: ({ buffer }: { readonly buffer: Buffer }) => Promise.resolve(gzipSync(buffer, { level: 1 })),
    decompress: (buffer: Buffer) => Promise.resolve(gunzipSync(buffer)),
  });
}
