import { createHash } from 'node:crypto';
import { toHex } from '../base/colour.js';
import { type Planes, toPlanes } from '../base/pixels.js';
import { createRandom } from '../base/random.js';
import { composeText } from '../compose/index.js';
import type { AlphabetConfig } from '../config/index.js';
import { hashFile, readPicture, writePicture } from '../files/index.js';
import { measurePage, type PlacedGlyph } from '../glyph/text/index.js';
import { openMachine } from '../plan/machine.js';
import { planText, type TextJob } from '../plan/text.js';
import type { TextGround, writeTextPage } from '../products/index.js';
import { placeLetter } from '../products/tile-pieces.js';
import { makePictures, type ReportedOptions } from './make-pictures.js';
import { openPageRecord, pageFiles } from './page-recorder.js';
import { groundOrder } from './text-order.js';
import { flatColour, gatherTiles, type LetterTile } from './tile-letters.js';
import type { TypesetText } from './typeset.js';

/** A page that is laid, or was there; from tiles also what it is laid from. */
export interface LaidText {
  readonly rendered: readonly string[];
  readonly kept: readonly string[];
  readonly tiles?: Parameters<typeof writeTextPage>[0]['tiles'];
}

/** Lays a text from single styled letters: makes those that are missing, cuts all out and lays them on the ground. */
export async function layTiles(
  config: AlphabetConfig,
  typeset: TypesetText,
  options: ReportedOptions,
): Promise<LaidText> {
  const { seed } = config;
  // Other files of the same page are no other page.
  const { formats: _, ...text } = config.text;
  const { content, name, fonts, font, layout } = typeset;
  const machine = await openMachine(config);
  const recorder = openPageRecord(config, typeset, machine);
  await recorder.read();
  const { letters, rendered, kept } = await gatherTiles(config, typeset, options);
  const placed = takeTurns(layout.glyphs, letters, config);
  const groundFor = toHex(meanColour(placed));
  const groundJob =
    text.ground === 'styled'
      ? await planText(config, { text: content, name, fonts, groundFor }, machine)
      : undefined;

  const tiles = await describeTiles(letters);
  const sources = tiles.map(({ file: _, ...tile }) => tile);
  const decisive = [1, layout, sources, text, groundJob?.id, seed, font.sha256];
  const job = createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
  const laid = {
    letters: placed.map(({ glyph, letter }) => ({ glyph, source: letter.source })),
    ground: groundOfPage(config, groundJob),
  };
  if (!options.force && (await recorder.isCurrent(job)))
    return { rendered, kept: [...kept, name], tiles: laid };

  const { width, height } = measurePage(config.text);
  const ground =
    groundJob === undefined ? plainGround(config) : await paintGround(config, groundJob, options);
  const pieces = placed.map(({ glyph, letter }) =>
    placeLetter(letter.cut, glyph, { font, sizePx: layout.sizePx }),
  );
  const page = composeText(pieces, { width, height }, ground);
  await writePicture(pageFiles(config.out, name).page, page, { dpi: text.dpi });
  const enlarged = Math.max(...[...letters.values()].flat().map(({ cut }) => cut.scale));
  await recorder.write(job, { letters: tiles, enlarged, ...(groundJob && { ground: groundJob.id }) });
  return { rendered: [...rendered, name], kept, tiles: laid };
}

/** What a page of tiles stands on, as files of it are made of. */
function groundOfPage({ text }: AlphabetConfig, job: TextJob | undefined): TextGround {
  if (job !== undefined) return { file: job.files.picture };
  return text.ground === 'transparent' ? undefined : { colour: toHex(flatColour(text.ground)) };
}

interface PlacedTile {
  readonly glyph: PlacedGlyph;
  readonly letter: LetterTile;
}

/** Gives the glyphs their letters; variants of a letter take turns, from one that the seed chooses. */
function takeTurns(
  glyphs: readonly PlacedGlyph[],
  letters: ReadonlyMap<string, readonly LetterTile[]>,
  { seed, text }: AlphabetConfig,
): PlacedTile[] {
  const turns = new Map(
    [...letters.keys()].map((each) => [each, createRandom(seed).fork(each).index(text.variants)]),
  );
  return glyphs
    .filter(({ character }) => turns.has(character))
    .map((glyph) => {
      const turn = turns.get(glyph.character)!;
      turns.set(glyph.character, turn + 1);
      return { glyph, letter: letters.get(glyph.character)![turn % text.variants]! };
    });
}

function meanColour(placed: readonly PlacedTile[]): number[] {
  return [0, 1, 2].map(
    (channel) => placed.reduce((sum, { letter }) => sum + letter.cut.mean[channel]!, 0) / placed.length,
  );
}

function describeTiles(letters: ReadonlyMap<string, readonly LetterTile[]>) {
  return Promise.all(
    [...letters].flatMap(([character, variants]) =>
      variants.map(async ({ source }) => ({
        character,
        file: source.file,
        sha256: await hashFile(source.file),
        placement: source.placement,
      })),
    ),
  );
}

async function paintGround(config: AlphabetConfig, job: TextJob, options: ReportedOptions): Promise<Planes> {
  const { failed } = await makePictures(config, groundOrder(job), {
    ...options,
    size: measurePage(config.text),
  });
  if (failed.length > 0) throw failed[0]!.error;
  return toPlanes(await readPicture(job.files.picture, { background: '#ffffff' }));
}

/** Undefined where it is transparent. */
function plainGround({ text }: AlphabetConfig): Planes | undefined {
  const { width, height } = measurePage(text);
  return text.ground === 'transparent' ? undefined : flat(flatColour(text.ground), width, height);
}

function flat(colour: readonly number[], width: number, height: number): Planes {
  const data = new Float32Array(3 * width * height);
  colour.forEach((value, channel) => {
    data.fill(value, channel * width * height, (channel + 1) * width * height);
  });
  return { width, height, channels: 3, data };
}
