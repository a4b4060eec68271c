import { isAbsolute, join } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import { createRandom } from '../base/random.js';
import type { AlphabetConfig } from '../config/index.js';
import type { Font } from '../glyph/index.js';
import { measurePage } from '../glyph/text/index.js';
import { type EngineFacts, engineIdentity } from '../nst/index.js';
import { recipeId } from './job.js';
import { arrangementOf, hashOnce, type Material, materialFiles, materialRecipes } from './materials.js';
import type { LookFiles, PageJob, PageRecipe } from './page-job.js';

export interface PageOrder {
  readonly text: string;
  /** Names the files: `<out>/text/NAME.png`. */
  readonly name: string;
  /** The page without its letters, for tiles to be laid on; `#rrggbb` is their mean colour. */
  readonly groundFor?: string | undefined;
}

/**
 * The job of a page. `config.encoder` is the file of the weights; `fonts` are the font and those that stand in for it, in the
 * order of the configuration.
 */
export async function planPage(
  config: AlphabetConfig,
  { text, name, groundFor }: PageOrder,
  fonts: readonly Font[],
  engine: EngineFacts,
): Promise<PageJob> {
  const { artworks, transfer } = config;
  const hash = hashOnce();
  const looks = await chooseLooks(config);
  const ground = artworks.ground.all ?? [];
  const mask = artworks.masks.all;
  const start = isAbsolute(transfer.start) ? transfer.start : undefined;
  const measures = measurePage(config.text);
  const recipe: PageRecipe = {
    text,
    seed: config.seed,
    fonts: fonts.map(({ sha256 }, at) => ({ sha256, axes: at === 0 ? config.font.axes : {} })),
    measures,
    each: config.text.each,
    looks: await Promise.all(
      looks.map(async ({ materials, where }) => ({
        materials: await materialRecipes(materials, hash),
        where: where && (await hash(where)),
      })),
    ),
    ground: await materialRecipes(ground, hash),
    bare: groundFor !== undefined,
    arrangement: arrangementOf(artworks),
    mask: mask && (await hash(mask)),
    start: start && (await hash(start)),
    transfer: {
      ...transfer,
      // The page says how large it is.
      sizePx: Math.max(measures.width, measures.height),
      ...(groundFor === undefined ? groundOf(config) : { scope: 'ground' as const, plain: groundFor }),
    },
    engine: engineIdentity(engine),
  };
  const file = (...path: string[]): string => join(config.out, 'text', ...path);
  return {
    id: recipeId(recipe),
    recipe,
    name,
    fontFiles: [config.font.file, ...config.text.fallbackFonts],
    encoderFile: config.encoder,
    inputs: {
      looks: looks.map(({ materials, where }): LookFiles => ({ materials: materialFiles(materials), where })),
      ground: materialFiles(ground),
      mask,
      start,
    },
    files: {
      content: file('content', `${name}.png`),
      page: groundFor === undefined ? file(`${name}.png`) : file('ground', `${name}.png`),
      frames: file('frames', name),
    },
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
  readonly materials: readonly Material[];
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
    const listed = free.length > 0 ? [] : await listArtworks(artworks.from);
    const ordered =
      artworks.pairing === 'shuffle' ? createRandom(seed).fork('pairing').shuffle(listed) : listed;
    const given = ordered.map((file) => ({ file, weight: 1, mask: undefined }));
    if (text.each !== 'page')
      looks.push(...[...free, ...given].slice(0, mostLooks).map((one) => ({ materials: [one] })));
    else looks.push({ materials: free.length > 0 ? free : given.slice(0, 1) });
  }
  return [...looks, ...placed.map((one) => ({ materials: [one], where: one.where }))];
}
