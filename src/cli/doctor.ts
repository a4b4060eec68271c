import type { Command } from 'commander';
import { printable } from '../base/printable.js';
import type { EncoderState, EngineState, Finding, Gpu, Health } from '../index.js';
import type { Action } from './action.js';
import { addConfigFlags } from './config-flags.js';
import { done, someFailed } from './exit-codes.js';
import { besideOrBelow } from './help.js';
import { type Flags, readConfig } from './read-config.js';
import { say, sayAside, sayJson } from './say.js';
import { nameFile } from './words.js';

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, action: Action): void {
  addConfigFlags(program.command('doctor'), { without: ['sheet', 'film'] })
    .summary('tell what this machine has, and what a run would use')
    .description(
      'Tells which engines can be used here, what the others lack, how long one evaluation takes on each, what a run with this configuration would use, and whether fonts, weights, Tesseract and Redis are there. Changes nothing. Ends with 1 only where nothing can be made.',
    )
    .option('--json', 'Print it as JSON.')
    .action(
      action(async (product, { json, ...flags }: { json?: boolean } & Flags) => {
        const config = await readConfig(product, flags);
        const health = await product.examine(config, {
          onTry: (word) => {
            if (!json) sayAside(`trying ${word} …`);
          },
        });
        if (json) sayJson(health);
        else say(describeHealth(health, process.stdout.columns));
        return health.canRun ? done : someFailed;
      }),
    );
}

type Row = readonly [name: string, text: string];

/** Everything in sections of aligned lines, broken where the screen ends. */
function describeHealth(health: Health, columns = Number.POSITIVE_INFINITY): string {
  const { cpu, memory, gpus, engines, auto, run } = health;
  const sections: readonly (readonly [string, readonly Row[]])[] = [
    ['Program', [['abecedary', health.version], ...Object.entries(health.versions)]],
    [
      'Machine',
      [
        ['system', health.system],
        ['processor', `${cpu.model}, ${cpu.cores} cores`],
        ['memory', `${gigabytes(memory.totalBytes)}, ${gigabytes(memory.freeBytes)} free`],
        ...(gpus.length === 0 ? [['GPU', 'none was found'] as const] : gpus.map(describeGpu)),
      ],
    ],
    ['Engines', engines.map(describeEngine)],
    [
      'A run would use',
      [
        ['auto', `${auto.engine.name} ${auto.engine.provider} (${auto.reason})`],
        [
          run.wanted === 'auto' ? 'engine' : `engine: ${run.wanted}`,
          run.engine === undefined
            ? `refused: ${run.reason}`
            : `${run.engine.name} ${run.engine.provider} (${run.reason})`,
        ],
        [
          'workers',
          `${run.workers}, each with ${run.threads} thread and up to ${gigabytes(run.bytesPerWorker)}`,
        ],
        ['batch', run.batch === 1 ? 'one letter' : `up to ${run.batch} letters together`],
      ],
    ],
    [
      'Ingredients',
      [
        ['font', describeFinding(health.font)],
        ...health.encoders.map(describeEncoder),
        ['tesseract', describeFinding(health.tesseract)],
        ...(health.redis === undefined ? [] : [['redis', describeFinding(health.redis)] as const]),
      ],
    ],
  ];
  const width = Math.max(...sections.flatMap(([, rows]) => rows.map(([name]) => name.length)));
  return sections
    .map(([title, rows]) =>
      [
        title,
        ...rows.flatMap(([name, text]) => besideOrBelow([name, printable(text)], { width, columns })),
      ].join('\n'),
    )
    .join('\n\n');
}

function describeGpu({ name, memoryBytes }: Gpu): Row {
  return ['GPU', memoryBytes === undefined ? name : `${name}, ${gigabytes(memoryBytes)}`];
}

function describeEngine(state: EngineState): Row {
  if (!state.usable) return [state.word, `not usable: ${state.lacks}; ${state.remedy}`];
  const { engine, adapter, software, times, untried } = state;
  if (untried)
    return [
      state.word,
      `there, ${engine.name} ${engine.provider}, and not tried, since it is slow: doctor --engine ${state.word} tries it`,
    ];
  const where = adapter === undefined ? '' : ` on ${adapter}${software ? ', which is no GPU' : ''}`;
  const time =
    times === undefined
      ? ''
      : `: ${milliseconds(times.medianMs)} for an evaluation at ${times.sizePx} px, ${milliseconds(times.firstMs)} for the first one`;
  return [state.word, `usable, ${engine.name} ${engine.provider}${where}${time}`];
}

function describeEncoder({ name, path, included, fetch, places }: EncoderState): Row {
  if (included) return [`encoder ${name}`, 'comes with the program'];
  if (path !== undefined) return [`encoder ${name}`, `is there: ${nameFile(path)}`];
  const way =
    fetch === undefined
      ? `put it at ${nameFile(places[0]!)} (docs/vgg.md says how)`
      : `abecedary weights pull ${name} fetches it`;
  return [`encoder ${name}`, `not there; ${way}`];
}

const describeFinding = ({ ok, is }: Finding): string => (ok ? is : `not usable: ${is}`);
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
const milliseconds = (time: number): string => `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
