import { isAbsolute, join } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import { createRandom } from '../base/random.js';
import type { AlphabetConfig } from '../config/index.js';
import { usualDpi } from '../files/index.js';
import type { Font } from '../glyph/index.js';
import { measurePage } from '../glyph/text/index.js';
import { engineIdentity } from '../nst/index.js';
import { collectInputs, hashOnce } from './inputs.js';
import type { PictureJob } from './job.js';
import type { Machine } from './machine.js';
import { arrangementOf, type ChosenArtwork, materialRecipes, nameless } from './materials.js';
import { asPainted } from './painting.js';
import { isFound, recipeId, type TextRecipe } from './recipe.js';

export type TextJob = PictureJob<TextRecipe>;

/** A text that is set: its words, and the font with those that stand in for it, in the order of the configuration. */
interface TextOrder {
  readonly text: string;
  /** Names the files: `<out>/text/NAME.png`. */
  readonly name: string;
  readonly fonts: readonly Font[];
  /** The page without its letters, for tiles to be laid on; `#rrggbb` is their mean colour. */
  readonly groundFor?: string | undefined;
}

/** The job of a page of text. */
export async function planText(
  config: AlphabetConfig,
  { text, name, fonts, groundFor }: TextOrder,
  machine: Pick<Machine, 'engine' | 'encoderFile'>,
): Promise<TextJob> {
  const { artworks, transfer } = config;
  const { add, inputs } = collectInputs(hashOnce());
  const looks = await chooseLooks(config);
  const mask = artworks.masks.all;
  const start = isAbsolute(transfer.start) ? transfer.start : undefined;
  const measures = measurePage(config.text);
  const plain: TextRecipe = {
    text,
    seed: config.seed,
    fonts: fonts.map(({ sha256, face }, at) => ({ sha256, axes: at === 0 ? config.font.axes : {}, face })),
    measures,
    each: config.text.each,
    looks: await Promise.all(
      looks.map(async ({ materials, where }) => ({
        materials: await materialRecipes(materials, add),
        where: where && (await add(where)),
      })),
    ),
    ground: await materialRecipes(artworks.ground.all ?? [], add),
    bare: groundFor !== undefined,
    // Left out where it is what a file says by itself, so that pages made before stay.
    ...(config.text.dpi === usualDpi ? {} : { dpi: config.text.dpi }),
    arrangement: arrangementOf(artworks),
    mask: mask && (await add(mask)),
    start: start && (await add(start)),
    transfer: {
      ...nameless(transfer),
      // The page says how large it is.
      sizePx: Math.max(measures.width, measures.height),
      ...(groundFor === undefined ? groundOf(config) : { scope: 'ground' as const, plain: groundFor }),
    },
    engine: engineIdentity(machine.engine),
  };
  const recipe = isFound(plain) ? plain : { ...plain, transfer: asPainted(plain.transfer) };
  return {
    id: recipeId(recipe),
    name,
    recipe,
    inputs: { ...inputs, ...Object.fromEntries(fonts.map(({ sha256, file }) => [sha256, file])) },
    encoderFile: machine.encoderFile,
    set: [],
    files: filesOf(config.out, name, { bare: recipe.bare }),
  };
}

function filesOf(out: string, name: string, { bare }: { readonly bare: boolean }): TextJob['files'] {
  const file = (...path: string[]): string => join(out, 'text', ...path);
  return {
    content: file('content', `${name}.png`),
    picture: bare ? file('ground', `${name}.png`) : file(`${name}.png`),
    frames: file('frames', name),
  };
}

/** A plain ground means that only the letters are styled. */
function groundOf({ text, transfer }: AlphabetConfig): Pick<AlphabetConfig['transfer'], 'scope' | 'plain'> {
  const { ground } = text;
  return ground === 'auto' || ground === 'styled'
    ? { scope: transfer.scope, plain: transfer.plain }
    : { scope: 'ink', plain: ground };
}

/** Every look is a region with statistics of its own, at every place of the page. */
const mostLooks = 12;

interface ChosenLook {
  readonly materials: readonly ChosenArtwork[];
  readonly where?: string | undefined;
}

/**
 * Artworks that say where they belong make a look each. The others are one look together when the page has one look, and one
 * each when lines or words have their own. Without any the page takes those of `artworks`: one alone, or all in turn.
 */
async function chooseLooks({ text, artworks, seed }: AlphabetConfig): Promise<ChosenLook[]> {
  const placed = text.artworks.filter(({ where }) => where !== undefined);
  const free = text.artworks.filter(({ where }) => where === undefined);
  const looks: ChosenLook[] = [];
  if (free.length > 0 || placed.length === 0) {
    const listed = free.length > 0 ? [] : await listArtworks(artworks);
    const ordered =
      artworks.pairing === 'shuffle' ? createRandom(seed).fork('pairing').shuffle(listed) : listed;
    const given = ordered.map((file) => ({ file, weight: 1, mask: undefined }));
    if (text.each !== 'page')
      looks.push(...[...free, ...given].slice(0, mostLooks).map((one) => ({ materials: [one] })));
    else looks.push({ materials: free.length > 0 ? free : given.slice(0, 1) });
  }
  return [...looks, ...placed.map((one) => ({ materials: [one], where: one.where }))];
}
