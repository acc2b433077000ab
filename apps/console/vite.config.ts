import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** The gateway that `vite dev` passes API calls to. */
const api = process.env['TRIVIUM_CONSOLE_API'] ?? 'http://127.0.0.1:7400';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['trivium-source', ...defaultClientConditions] },
  server: { host: '127.0.0.1', proxy: { '/v1': { target: api } } },
  build: {
    target: 'es2023',
    // A strict content security policy has no room for `data:` addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    // The libraries only declare; what the page does not use of them need not be in it.
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /\/libs\//, sideEffects: false }] } },
  },
});
