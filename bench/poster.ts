import { parseArgs } from 'node:util';
import { toPixels } from '../src/base/pixels.js';
import { createRandom } from '../src/base/random.js';
import { writePicture } from '../src/files/index.js';
import { compactEncoderFile } from '../src/nst/encoder/encoder.js';
import { type Objective, openStyliser } from '../src/nst/index.js';
import { layPage } from './page.js';
import { peakMegabytes } from './support.js';

/*
 * Renders a whole page of letters: how long, how much memory, and what it looks like at 100 %.
 *
 *   npx tsx bench/poster.ts --out FILE [--width 4096] [--height 2731] [--letter 0.11] [--artwork-size 0.33]
 *     [--artwork FILE] [--iterations 20]
 */

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    width: { type: 'string', default: '4096' },
    height: { type: 'string', default: '2731' },
    letter: { type: 'string', default: '0.11' },
    'artwork-size': { type: 'string', default: '0.33' },
    artwork: { type: 'string' },
    iterations: { type: 'string', default: '20' },
  },
});

const page = await layPage({
  size: { width: Number(values.width), height: Number(values.height) },
  iterations: Number(values.iterations),
  letterRatio: Number(values.letter),
  artworkRatio: Number(values['artwork-size']),
  artwork: values.artwork,
});
const styliser = await openStyliser(compactEncoderFile);
const objective: Objective = {
  kind: 'regions',
  inputAt: page.ingredients.at,
  weights: page.weights,
  random: createRandom(1),
};
const started = performance.now();
const passed = (): string => {
  const { user, system } = process.cpuUsage();
  const clock = (performance.now() - started) / 1000;
  return `${clock.toFixed(0)} s, processor ${((user + system) / 1e6).toFixed(0)} s, peak ${peakMegabytes()} MB`;
};
const { picture } = await styliser.stylise(page.scales, objective, {
  onFrame: ({ iteration, evaluations, loss, sizePx }) =>
    console.log(
      `  ${iteration}: ${sizePx} px, ${evaluations} evaluations, loss ${loss.toFixed(4)}; ${passed()}`,
    ),
});
await styliser.close();
if (values.out !== undefined) await writePicture(values.out, toPixels(picture));
console.log(passed());
