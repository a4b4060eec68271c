import { createHash } from 'node:crypto';
import { luminanceOf, parseColour } from '../base/colour.js';
import { AbecedaryError } from '../base/errors.js';
import { type Planes, toPlanes } from '../base/pixels.js';
import { createRandom } from '../base/random.js';
import { composeText } from '../compose/index.js';
import { hashFile, readPicture, writePicture } from '../files/index.js';
import { measurePage } from '../glyph/text/index.js';
import {
  type LetterOrder,
  orderLetters,
  type Polarity,
  type TileSource,
  tileCharacters,
} from '../plan/tiles.js';
import { type CutLetter, cutLetter, placeLetter } from '../products/tile-pieces.js';
import { makeAlphabet } from './alphabet.js';
import type { Made, TextWork } from './text-work.js';

/** Sets a text from single styled letters: makes those that are missing, cuts all out and lays them on the ground. */
export async function layTiles(
  work: TextWork,
  file: string,
  isUpToDate: (job: string) => Promise<boolean>,
): Promise<Made> {
  const { config, layout, font, name } = work;
  const { text, seed } = config;
  const characters = tileCharacters(layout, font);
  const rendered: string[] = [];
  const kept: string[] = [];
  const letters = await gatherLetters(work, characters, { rendered, kept });

  const turns = new Map(characters.map((each) => [each, createRandom(seed).fork(each).index(text.variants)]));
  const placed = layout.glyphs
    .filter(({ character }) => turns.has(character))
    .map((glyph) => {
      const turn = turns.get(glyph.character)!;
      turns.set(glyph.character, turn + 1);
      return { glyph, letter: letters.get(glyph.character)![turn % text.variants]! };
    });
  const mean = [0, 1, 2].map(
    (channel) => placed.reduce((sum, { letter }) => sum + letter.cut.mean[channel]!, 0) / placed.length,
  );
  const styled = text.ground === 'styled';
  const groundJob = styled ? await work.plan({ groundFor: hexadecimal(mean) }) : undefined;

  const tiles = await Promise.all(
    [...letters].flatMap(([character, variants]) =>
      variants.map(async ({ source }) => ({
        character,
        file: source.file,
        sha256: await hashFile(source.file),
        placement: source.placement,
      })),
    ),
  );
  const decisive = [
    1,
    layout,
    tiles.map(({ file: _, ...tile }) => tile),
    config.text,
    groundJob?.id,
    seed,
    font.sha256,
  ];
  const job = createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
  if (await isUpToDate(job)) return { job, rendered, kept: [...kept, name], facts: undefined };

  const { width, height } = measurePage(text);
  let ground: Planes | undefined;
  if (groundJob !== undefined) {
    await work.makePage(groundJob);
    ground = toPlanes(await readPicture(groundJob.files.page, { background: '#ffffff' }));
  } else if (text.ground !== 'transparent') ground = flat(flatColour(text.ground), width, height);
  const pieces = placed.map(({ glyph, letter }) => placeLetter(letter.cut, glyph, font, layout.sizePx));
  await writePicture(file, composeText(pieces, { width, height }, ground));
  const enlarged = Math.max(...[...letters.values()].flat().map(({ cut }) => cut.scale));
  return { job, rendered: [...rendered, name], kept, facts: { letters: tiles, enlarged } };
}

interface Letter {
  readonly source: TileSource;
  readonly cut: CutLetter;
}

interface Tally {
  readonly rendered: string[];
  readonly kept: string[];
}

/** Every character's variants, made where they are missing. */
async function gatherLetters(
  work: TextWork,
  characters: readonly string[],
  tally: Tally,
): Promise<Map<string, Letter[]>> {
  const { config, fonts } = work;
  const { variants, ground } = config.text;
  const groundTone =
    ground === 'styled' || ground === 'transparent' ? undefined : luminanceOf(flatColour(ground));
  const { polarity: asked } = config.transfer;
  const suited: Polarity =
    groundTone === undefined ? 'auto' : groundTone >= 0.5 ? 'dark-on-light' : 'light-on-dark';
  const letters = new Map<string, Letter[]>(characters.map((each) => [each, []]));
  const gather = async (
    wanted: readonly string[],
    variant: number,
    polarity: Polarity,
  ): Promise<Map<string, Letter>> => {
    const { orders, sources } = await orderLetters(config, wanted, { fonts, variant, polarity });
    for (const order of orders) await makeLetters(work, order, tally);
    const found = new Map<string, Letter>();
    for (const [character, source] of sources) {
      const font = fonts.find((each) => each.hasGlyph(character))!;
      found.set(character, { source, cut: await cutLetter(source, character, font, work.layout.sizePx) });
    }
    return found;
  };
  for (let variant = 1; variant <= variants; variant++) {
    const own = variant === 1 ? characters.filter((each) => config.characters.includes(each)) : [];
    const found = own.length > 0 ? await gather(own, variant, asked) : new Map<string, Letter>();
    // Letters of the alphabet that would drown on this ground are made anew for it.
    const drowning = own.filter(
      (each) =>
        groundTone !== undefined &&
        Math.abs(luminanceOf(found.get(each)!.cut.mean) - groundTone) < leastContrast,
    );
    const others = characters.filter((each) => !own.includes(each));
    const polarity = asked === 'auto' ? suited : asked;
    const wanted = [...(polarity === asked ? [] : drowning), ...others];
    if (wanted.length > 0) {
      for (const [character, letter] of await gather(wanted, variant, polarity)) found.set(character, letter);
    }
    for (const [character, letter] of found) letters.get(character)!.push(letter);
  }
  return letters;
}

/** A letter whose mean lightness is nearer to the ground's than this does not stand out. */
const leastContrast = 0.3;

async function makeLetters({ signal, report }: TextWork, order: LetterOrder, tally: Tally) {
  const run = makeAlphabet(order.config, { only: order.only, signal });
  // The records may end with the error that the result ends with too.
  run.result.catch(() => {});
  for await (const record of run) {
    const idle = record.kind === 'plan' && record.letters.length === 0;
    if (record.kind !== 'sheet' && !idle) report(record);
  }
  const { rendered, kept, failed } = await run.result;
  tally.rendered.push(...rendered);
  tally.kept.push(...kept);
  if (failed.length === 0) return;
  throw new AbecedaryError(
    'letter',
    `Expected all letters of the text, but ${failed.map(({ letter }) => letter).join(', ')} failed: ${failed[0]!.message}`,
  );
}

const flatColour = (ground: string): readonly number[] => parseColour(ground === 'auto' ? '#ffffff' : ground);

function flat(colour: readonly number[], width: number, height: number): Planes {
  const data = new Float32Array(3 * width * height);
  colour.forEach((value, channel) => {
    data.fill(value, channel * width * height, (channel + 1) * width * height);
  });
  return { width, height, channels: 3, data };
}

function hexadecimal(colour: readonly number[]): string {
  return `#${colour
    .map((value) =>
      Math.round(255 * value)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
