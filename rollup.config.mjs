import { dts } from 'rollup-plugin-dts';

/* The types of the public API as one file, which names nothing that an installation lacks. */
export default {
  input: 'build/types/index.d.ts',
  output: { file: 'dist/index.d.ts' },
  external: ['zod'],
  plugins: [dts()],
};
