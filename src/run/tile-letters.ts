import { luminanceOf, parseColour } from '../base/colour.js';
import { AbecedaryError } from '../base/errors.js';
import type { AlphabetConfig } from '../config/index.js';
import { fileSize } from '../files/index.js';
import {
  type LetterOrder,
  orderLetters,
  type Polarity,
  type TileSource,
  tileCharacters,
} from '../plan/tiles.js';
import { sheetFile } from '../products/index.js';
import { type CutLetter, cutLetter } from '../products/tile-pieces.js';
import { makeAlphabet } from './alphabet.js';
import type { ReportedOptions } from './make-pictures.js';
import type { TypesetText } from './typeset.js';

/** A letter of a text: its picture, and cut out of it. */
export interface LetterTile {
  readonly source: TileSource;
  readonly cut: CutLetter;
}

interface TextTiles {
  /** Every character's variants. */
  readonly letters: ReadonlyMap<string, readonly LetterTile[]>;
  readonly rendered: readonly string[];
  readonly kept: readonly string[];
}

type Options = Pick<ReportedOptions, 'signal' | 'wait' | 'report'>;

/** A letter whose mean lightness is nearer to the ground's than this does not stand out. */
const leastContrast = 0.3;

/** Gathers the letters of a text, and makes those that are missing. */
export async function gatherTiles(
  config: AlphabetConfig,
  typeset: TypesetText,
  options: Options,
): Promise<TextTiles> {
  const { fonts, font, layout } = typeset;
  const characters = tileCharacters(layout, font);
  const { variants } = config.text;
  const { polarity: asked } = config.transfer;
  const { tone, suited } = groundTone(config);
  const made: Made[] = [];
  const letters = new Map<string, LetterTile[]>(characters.map((each) => [each, []]));
  // Those that are made anew for the ground are known only when they are seen, and come on top.
  let later = variants * characters.length;
  const gather = async (
    wanted: readonly string[],
    { variant, polarity, drowning = [] }: GatheredAs,
  ): Promise<Map<string, LetterTile>> => {
    const { orders, sources } = await orderLetters(config, wanted, { fonts, variant, polarity });
    for (const order of orders) {
      later -= order.only.filter((each) => !drowning.includes(each)).length;
      made.push(await makeLetters(order, later, options));
    }
    const found = new Map<string, LetterTile>();
    for (const [character, source] of sources) {
      found.set(character, {
        source,
        cut: await cutLetter(source, character, { font: source.font, sizePx: layout.sizePx }),
      });
    }
    return found;
  };
  for (let variant = 1; variant <= variants; variant++) {
    const own = variant === 1 ? characters.filter((each) => config.characters.includes(each)) : [];
    const found =
      own.length > 0 ? await gather(own, { variant, polarity: asked }) : new Map<string, LetterTile>();
    // Letters of the alphabet that would drown on this ground are made anew for it.
    const drowning = own.filter(
      (each) => tone !== undefined && Math.abs(luminanceOf(found.get(each)!.cut.mean) - tone) < leastContrast,
    );
    const others = characters.filter((each) => !own.includes(each));
    const polarity = asked === 'auto' ? suited : asked;
    const wanted = [...(polarity === asked ? [] : drowning), ...others];
    if (wanted.length > 0) {
      const gathered = await gather(wanted, { variant, polarity, drowning });
      for (const [character, letter] of gathered) found.set(character, letter);
    }
    for (const [character, letter] of found) letters.get(character)!.push(letter);
  }
  // A letter may be there in several pictures: variants of it, and one for this ground.
  const rendered = [...new Set(made.flatMap((each) => each.rendered))];
  const kept = [...new Set(made.flatMap((each) => each.kept))].filter((each) => !rendered.includes(each));
  return { letters, rendered, kept };
}

interface GatheredAs {
  readonly variant: number;
  readonly polarity: Polarity;
  /** Those of them that were made before and are made anew for this ground. */
  readonly drowning?: readonly string[];
}

/** How light a plain ground is, and which letters stand out on it. */
function groundTone({ text: { ground } }: AlphabetConfig): { tone: number | undefined; suited: Polarity } {
  if (ground === 'styled' || ground === 'transparent') return { tone: undefined, suited: 'auto' };
  const tone = luminanceOf(flatColour(ground));
  return { tone, suited: tone >= 0.5 ? 'dark-on-light' : 'light-on-dark' };
}

export const flatColour = (ground: string): readonly number[] =>
  parseColour(ground === 'auto' ? '#ffffff' : ground);

interface Made {
  readonly rendered: readonly string[];
  readonly kept: readonly string[];
}

/** Makes letters of one set; in those that follow there are so many `later`. */
async function makeLetters(
  { config, only }: LetterOrder,
  later: number,
  { signal, wait, report }: Options,
): Promise<Made> {
  // A sheet that is there goes on telling the truth; none is laid that nobody asked for.
  const products = (await fileSize(sheetFile(config))) !== undefined;
  const run = makeAlphabet(config, { only, signal, wait, products });
  // The records may end with the error that the result ends with too.
  run.result.catch(() => {});
  for await (const record of run) {
    if (record.kind === 'plan') report({ ...record, later });
    else if (record.kind !== 'sheet') report(record);
  }
  const { rendered, kept, failed } = await run.result;
  if (failed.length === 0) return { rendered, kept };
  throw new AbecedaryError(
    'letter',
    `Expected all letters of the text, but ${failed.map(({ letter }) => letter).join(', ')} failed: ${failed[0]!.message}`,
  );
}
