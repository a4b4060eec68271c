import { parentPort } from 'node:worker_threads';
import { onnxruntimeCpu, threadCrew } from '../../src/backend/index.js';
import { contentProgram } from '../../src/nst/objective.js';
import { smallEncoder } from '../support/small-encoder.js';

/* A thread that keeps a crew of its own at work, says so, and ends itself in the middle of it. */

const size = { width: 512, height: 512 };
const crew = threadCrew(2);
const program = await crew.compile(contentProgram(smallEncoder(), size));
const image = crew.allocate(3 * 512 * 512);
const run = () =>
  program.run({ image: { planes: { ...size, channels: 3, data: image }, left: 0, top: 0, ...size } });
await run();
for (let count = 0; count < 8; count++) void run();
parentPort!.postMessage(onnxruntimeCpu({ threads: 1 }).name);
setTimeout(() => process.exit(), 5);
