import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { type Backend, onnxruntimeCpu } from '../src/backend/index.js';
import { cropPlanes, type Planes, square, toPixels, toPlanes } from '../src/base/pixels.js';
import { createRandom } from '../src/base/random.js';
import { type AlphabetConfig, createConfig } from '../src/config/index.js';
import { readPicture, writePicture } from '../src/files/index.js';
import { type Font, loadFont } from '../src/glyph/index.js';
import { type Encoder, includedEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { openFeatureSpace } from '../src/nst/feature-space.js';
import { port, regions, statistics } from '../src/nst/objectives/ports.js';
import { regionWeights } from '../src/nst/objectives/regions/region-weights.js';
import type { ScaleInput, Weights } from '../src/nst/objectives/regions/scale-input.js';
import { statisticsProgram } from '../src/nst/objectives/regions/statistics.js';
import { planScales } from '../src/nst/scales.js';
import { createStyliser } from '../src/nst/styliser.js';
import { gatherIngredients } from '../src/paint/gather.js';
import { letterSubject } from '../src/paint/letter-subject.js';
import { jobOf } from './bench-job.js';

/*
 * Which encoder paints the better letters? Twelve letters from artworks that no encoder was trained on, each optimised under every
 * encoder with the same settings, and scored by one that painted none of them but the reference: the exact VGG-19.
 *
 *   npx tsx bench/encoders.ts [--size 160] [--content 0] [--out DIR] [--montage FILE] compact rich trial=FILE ...
 *
 * Letters that are in DIR already are not made again. By default the content has no weight: how strong a given weight is depends on
 * the encoder, and an encoder that holds the letter harder would seem to be the worse one.
 */

const judgeFile = '../shared/data/encoders/vgg19-normalised-to-relu3_4.safetensors';
const judgedTaps = ['relu1_1', 'relu2_1', 'relu3_1'];
/** As training/options.py has them, in the order that training/pictures.py sorts them into. */
const pictureFolders = ['../shared/data/art', '../shared/data/photos', 'styles'];
const letters = [...'RSAEGKMBNQTW'];

/** A letter, and the held-out artwork that it is made from. */
interface Pair {
  readonly letter: string;
  readonly artwork: string;
}

/** Every eighth picture, sorted by path, as training/pictures.py holds them out; of these the artworks, not the photographs. */
async function heldOutArt(): Promise<string[]> {
  const listed = await Promise.all(
    pictureFolders.map(async (folder) =>
      (await readdir(folder, { recursive: true }))
        .filter((file) => /\.(jpe?g|png)$/i.test(file))
        .sort()
        .map((file) => join(folder, file)),
    ),
  );
  return listed.flat().filter((file, at) => at % 8 === 7 && !relative('..', file).includes('photos'));
}

/** Where artworks are fewer than letters, our own, which may be shown, are taken again. */
function pairsOf(artworks: readonly string[]): Pair[] {
  const own = artworks.filter((file) => file.startsWith('styles'));
  const all = [...artworks, ...letters.map((_, at) => own[at % own.length]!)];
  return letters.map((letter, at) => ({ letter, artwork: all[at]! }));
}

interface Workbench {
  readonly config: AlphabetConfig;
  readonly font: Font;
  readonly backend: Backend;
  readonly judge: Encoder;
}

/** Glyph and artwork of a pair at every scale, with the default settings. */
async function inputsOf({ letter, artwork }: Pair, { config, font }: Workbench): Promise<ScaleInput[]> {
  const { transfer } = config;
  const job = await jobOf(config, font, { letter, artwork, encoderFile: '', folder: '' });
  const scales = planScales(square(transfer.sizePx), transfer.iterations);
  const ingredients = await gatherIngredients(job, letterSubject(job, font), {
    finest: scales.at(-1)!,
    openSpace: openFeatureSpace,
  });
  return Promise.all(scales.map(ingredients.at));
}

function weightsOf({ transfer }: AlphabetConfig): Weights {
  const { contentWeight: content, layerWeights: layers, toneWeight: tone, ...rest } = transfer;
  return { ...rest, content, layers, tone, variationKnee: 1 };
}

/** Mean and covariance of a masked picture under the judge, by name. */
async function statisticsOf(
  picture: Planes,
  mask: Planes,
  { judge, backend }: Workbench,
): Promise<Readonly<Record<string, Float32Array>>> {
  const weights = regionWeights(mask, judge.taps).map((each, tap) => [port.weights(tap), each] as const);
  const executable = await backend.compile(statisticsProgram(judge, picture));
  try {
    return await executable.run({ [port.image]: picture.data, ...Object.fromEntries(weights) });
  } finally {
    await executable.release();
  }
}

/**
 * Style distance of a letter's tile for each tap of the judge: ‖Σ − Σ*‖² / ‖Σ*‖² + ‖μ − μ*‖² / ‖μ*‖², the mean of ink
 * and ground, each against what it was to be made of.
 */
async function score(tile: Planes, finest: ScaleInput, bench: Workbench): Promise<number[]> {
  const side = tile.width - (tile.width % 4);
  const inset = Math.floor((finest.canvas.width - Math.round(finest.box.width)) / 2);
  const distances = bench.judge.taps.map(() => 0);
  for (const region of regions) {
    const { picture, mask } = finest.sources[region][0]!;
    const wanted = await statisticsOf(picture, mask, bench);
    const shape = cropPlanes(finest.regions[region], { left: inset, top: inset, width: side, height: side });
    const got = await statisticsOf(
      cropPlanes(tile, { left: 0, top: 0, width: side, height: side }),
      shape,
      bench,
    );
    for (const tap of distances.keys()) {
      for (const statistic of statistics) {
        const name = port.statistic(tap, 'source', statistic);
        distances[tap]! += relativeSquare(got[name]!, wanted[name]!) / regions.length;
      }
    }
  }
  return distances;
}

function relativeSquare(got: Float32Array, wanted: Float32Array): number {
  let [difference, size] = [0, 0];
  for (const [at, value] of wanted.entries()) {
    difference += (got[at]! - value) ** 2;
    size += value ** 2;
  }
  return difference / size;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** Makes what is missing of an encoder's letters, and scores all of them: pair by pair, tap by tap. */
async function judged(
  encoder: Encoder,
  folder: string,
  pairs: readonly Pair[],
  bench: Workbench,
): Promise<number[][]> {
  await mkdir(folder, { recursive: true });
  const styliser = createStyliser(bench.backend, encoder);
  const distances: number[][] = [];
  for (const pair of pairs) {
    const file = letterFile(folder, pair);
    const inputs = await inputsOf(pair, bench);
    if (!existsSync(file)) {
      const random = createRandom(bench.config.seed).fork(pair.letter);
      const { picture } = await styliser.stylise(inputs, {
        kind: 'regions',
        inputAt: async (scale) => scale as ScaleInput,
        weights: weightsOf(bench.config),
        random,
      });
      await writePicture(file, toPixels(picture));
    }
    const tile = toPlanes(await readPicture(file, { background: '#ffffff' }));
    distances.push(await score(tile, inputs.at(-1)!, bench));
    console.error(file, mean(distances.at(-1)!).toFixed(4));
  }
  await styliser.close();
  return distances;
}

function letterFile(folder: string, { letter, artwork }: Pair): string {
  return join(folder, `${letter}-${basename(artwork).replace(/\.\w+$/, '')}.png`);
}

/** The pairs of our own artworks: the artwork on the left, then the letters of every encoder. */
async function writeMontage(
  file: string,
  folders: readonly string[],
  pairs: readonly Pair[],
  sidePx: number,
): Promise<void> {
  const own = pairs.filter(({ artwork }) => artwork.startsWith('styles'));
  const cells = own.flatMap((pair, row) =>
    [pair.artwork, ...folders.map((folder) => letterFile(folder, pair))].map(async (picture, column) => ({
      input: await sharp(picture).resize(sidePx, sidePx).toBuffer(),
      left: column * sidePx,
      top: row * sidePx,
    })),
  );
  const size = { width: (folders.length + 1) * sidePx, height: own.length * sidePx };
  await sharp({ create: { ...size, channels: 3, background: '#fff' } })
    .composite(await Promise.all(cells))
    .jpeg({ quality: 85 })
    .toFile(file);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '160' },
    content: { type: 'string', default: '0' },
    out: { type: 'string', default: 'out/encoders' },
    montage: { type: 'string' },
  },
});
const config = createConfig({
  preset: 'painted',
  transfer: { sizePx: Number(values.size), contentWeight: Number(values.content) },
});
const bench: Workbench = {
  config,
  font: await loadFont(config.font),
  backend: onnxruntimeCpu({ threads: 1 }),
  judge: await loadEncoder(judgeFile, { taps: judgedTaps, content: 'relu3_1', padding: 'zeros' }),
};
const pairs = pairsOf(await heldOutArt());
const contestants = new Map<string, Encoder>([['VGG-19', bench.judge]]);
for (const given of positionals) {
  const [name, file] = given.split('=') as [string, string | undefined];
  contestants.set(name, await loadEncoder(file ?? includedEncoderFile(name as 'compact')));
}
const folders = [...contestants].map(([, { sha256 }]) =>
  join(values.out, `${values.size}-${values.content}-${sha256.slice(0, 8)}`),
);
let reference: number | undefined;
const table = [
  '| encoder | relu1_1 | relu2_1 | relu3_1 | mean | against VGG-19 |',
  '|---|---:|---:|---:|---:|---:|',
];
for (const [at, [name, encoder]] of [...contestants].entries()) {
  const distances = await judged(encoder, folders[at]!, pairs, bench);
  const perTap = judgedTaps.map((_, tap) => mean(distances.map((each) => each[tap]!)));
  reference ??= mean(perTap);
  const cells = [...perTap, mean(perTap), mean(perTap) / reference].map((value) => value.toFixed(3));
  table.push(`| ${name} | ${cells.join(' | ')} |`);
}
console.log(table.join('\n'));
if (values.montage !== undefined) await writeMontage(values.montage, folders, pairs, 200);
