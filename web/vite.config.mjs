// Two entries: the dashboard and the API reference page, both served below /dashboard/.
import { defineConfig } from 'vite';

const API = 'http://127.0.0.1:8000';
const proxied = [
  '/session',
  '/decisions',
  '/stream',
  '/analyze',
  '/blocklist',
  '/models',
  '/thresholds',
  '/alerts',
  '/monitoring',
  '/retrain',
  '/keys',
  '/users',
  '/sessions',
  '/audit',
  '/cases',
  '/quality',
  '/settings',
  '/tenants',
  '/erasures',
  '/openapi.json',
];

export default defineConfig({
  base: '/dashboard/',
  build: {
    target: 'es2022',
    // The content security policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: 'index.html', docs: 'docs.html' } },
  },
  server: {
    // Tests compare words with the engine's tables.
    ...(process.env.VITEST ? { fs: { allow: ['..'] } } : {}),
    proxy: {
      ...Object.fromEntries(proxied.map((path) => [path, API])),
      '/ws': { target: API, ws: true },
    },
  },
  test: { environment: 'node', include: ['test/**/*.test.ts'] },
});
