import { onnxruntimeCpu } from '../../../src/backend/index.js';
import { constant, convolution, input } from '../../../src/graph/index.js';
import { serveJobs } from '../../../src/work/schedule/index.js';

/** Computes without end, almost all of the time inside of onnxruntime. */
serveJobs<{ id: string }, number, never>(async (_, { report }) => {
  const picture = input('picture', [1, 16, 96, 96]);
  const filters = constant(new Float32Array(16 * 16 * 9).fill(0.001), [16, 16, 3, 3]);
  const program = await onnxruntimeCpu({ threads: 1 }).compile({
    outputs: { features: convolution(picture, filters, { padding: 1 }) },
  });
  for (let run = 1; ; run++) {
    await program.run({ picture: new Float32Array(16 * 96 * 96) });
    report(run);
  }
});
