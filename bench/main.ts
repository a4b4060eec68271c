import { benchBatches } from './batches.js';
import { benchCanvas } from './canvas.js';
import { benchConvergence } from './convergence.js';
import { benchEvaluation } from './evaluation.js';
import { benchFilm } from './film.js';
import { benchKills } from './kills.js';
import { benchLetter } from './letter.js';
import { benchNetworks } from './networks.js';
import { benchOverhead } from './overhead.js';
import { benchPytorch } from './pytorch.js';
import { benchQueue } from './queue.js';

const benches = {
  batches: benchBatches,
  canvas: benchCanvas,
  convergence: benchConvergence,
  evaluation: benchEvaluation,
  film: benchFilm,
  letter: benchLetter,
  kills: benchKills,
  networks: benchNetworks,
  overhead: benchOverhead,
  pytorch: benchPytorch,
  queue: benchQueue,
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
