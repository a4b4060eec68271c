import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dts } from 'rollup-plugin-dts';

const compiled = fileURLToPath(new URL('./compiled/', import.meta.url));

/** What is started or imported by its place in the package. */
const entries = [
  ...['index', 'cli/main', 'work/picture-worker', 'products/film/film-worker'],
  ...['studio/studio-worker', 'plan/engines/engine-trial'],
];

/** Files are found from the place of the module that names them: it is in `dist` what it is in `compiled`, wherever the module's code has gone. */
const places = {
  name: 'places',
  resolveImportMeta: (property, { moduleId, chunkId }) => {
    if (property !== 'url') return null;
    const path = relative(dirname(chunkId), relative(compiled, moduleId)).replaceAll('\\', '/');
    return `new URL(${JSON.stringify(path)}, import.meta.url).href`;
  },
};

export default [
  /* The program in few files: a process starts a third sooner than from its modules. */
  {
    input: Object.fromEntries(entries.map((entry) => [entry, `${compiled}${entry}.js`])),
    output: { dir: 'dist', chunkFileNames: 'parts/[name]-[hash].js' },
    external: (id) => !/^[./]|^[A-Z]:/.test(id),
    // Modules that do something when they are loaded do it in their order.
    treeshake: false,
    plugins: [places],
  },
  /* The types of the public API as one file, which names nothing that an installation lacks. */
  {
    input: 'build/types/index.d.ts',
    output: { file: 'dist/index.d.ts' },
    external: ['zod'],
    plugins: [dts()],
  },
];
