import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The page of the studio, as static files that its server sends. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The policy of the page allows no data: fonts or styles.
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2022',
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
