import { benchCanvas } from './canvas.js';
import { benchEvaluation } from './evaluation.js';
import { benchFilm } from './film.js';
import { benchLetter } from './letter.js';
import { benchPytorch } from './pytorch.js';

const benches = {
  canvas: benchCanvas,
  evaluation: benchEvaluation,
  letter: benchLetter,
  film: benchFilm,
  pytorch: benchPytorch,
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
