import { chooseDriver } from './drivers.js';
import { agreement, evaluation, kernels, pytorch } from './measurements.js';
import { convolutionRates, matrixProducts } from './rates.js';
import type { StepSettings } from './settings.js';

/*
 * The program of a process that measures one thing: its name and its settings in JSON are the arguments, what it has found is the last
 * line that it writes, in JSON.
 */

const measurements: Readonly<Record<string, (settings: StepSettings) => Promise<unknown>>> = {
  driver: chooseDriver,
  agreement,
  evaluation,
  'matrix products': matrixProducts,
  convolutions: convolutionRates,
  kernels,
  pytorch,
};

const [name, settings] = process.argv.slice(2);
const found = await measurements[name!]!(JSON.parse(settings!));
process.stdout.write(`\n${JSON.stringify(found)}\n`, () => process.exit());
