import { parseArgs } from 'node:util';
import { benchBatches } from './batches.js';
import { benchCanvas } from './canvas.js';
import { benchConvergence } from './convergence.js';
import { benchEvaluation } from './evaluation.js';
import { benchFigures } from './figures.js';
import { benchFilm } from './film.js';
import { benchKills } from './kills.js';
import { benchLetter } from './letter.js';
import { benchNetworks } from './networks.js';
import { benchOverhead } from './overhead.js';
import { benchPytorch } from './pytorch.js';
import { benchQueue } from './queue.js';

/*
 * npm run bench -- [NAME…] [--long] [--against FOLDER]
 *
 * All benches, or those that are named. The two options are those of `figures`: with what takes minutes, and beside another
 * checkout that is built.
 */

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { long: { type: 'boolean', default: false }, against: { type: 'string' } },
});

const benches = {
  batches: benchBatches,
  canvas: benchCanvas,
  convergence: benchConvergence,
  evaluation: benchEvaluation,
  figures: () => benchFigures(options),
  film: benchFilm,
  letter: benchLetter,
  kills: benchKills,
  networks: benchNetworks,
  overhead: benchOverhead,
  pytorch: benchPytorch,
  queue: benchQueue,
};

for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
