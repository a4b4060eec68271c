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
 * npm run bench -- [NAME…] [--long] [--against FOLDER] [--size PX]
 *
 * All benches, or those that are named. `figures` measures what takes minutes with `--long`, and another checkout that is built with
 * `--against`; `--size` is of the letter of `convergence`.
 */

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    against: { type: 'string' },
    size: { type: 'string', default: '400' },
  },
});

const benches = {
  batches: benchBatches,
  canvas: benchCanvas,
  convergence: () => benchConvergence(Number(options.size)),
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
