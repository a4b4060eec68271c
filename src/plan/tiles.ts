import { join } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import { AbecedaryError } from '../base/errors.js';
import { createRandom } from '../base/random.js';
import type { AlphabetConfig } from '../config/index.js';
import { readManifest, runFolder } from '../files/index.js';
import { type Font, type Placement, placeLetters } from '../glyph/index.js';
import type { TextLayout } from '../glyph/text/index.js';
import { ownSettings, readOwnLetters } from './own-letters.js';

/** A run of single letters that a text needs. */
export interface LetterOrder {
  readonly config: AlphabetConfig;
  readonly only: readonly string[];
}

/** One picture of a letter, and where the letter stands in it. */
export interface TileSource {
  readonly file: string;
  readonly font: Font;
  readonly placement: Placement;
}

export type Polarity = AlphabetConfig['transfer']['polarity'];

/**
 * The characters of a set text, each once, in the order of their first use. Throws `config`, naming the first with line and column,
 * where a glyph cannot stand alone: marks, letters that are joined, and characters that change beside each other.
 */
export function tileCharacters(layout: TextLayout, font: Font): string[] {
  const characters = new Set<string>();
  const inReadingOrder = [...layout.glyphs].sort((one, other) => one.letter - other.letter);
  const lone = new Map<string, number>();
  for (const { source } of layout.glyphs) {
    const key = `${source.line} ${source.column}`;
    lone.set(key, (lone.get(key) ?? 0) + 1);
  }
  for (const { character, glyph, face, source, turn = 0 } of inReadingOrder) {
    if (/^\s+$/u.test(character)) continue;
    if (turn !== 0) {
      throw new AbecedaryError(
        'config',
        `Expected upright letters for tiles, got «${character}» in line ${source.line}, column ${source.column}, which is turned; use --mode whole for this text.`,
      );
    }
    const alone =
      lone.get(`${source.line} ${source.column}`) === 1 && font.faces[face]!.glyphIndex(character) === glyph;
    if (!alone) {
      throw new AbecedaryError(
        'config',
        `Expected letters that can stand alone as tiles, got «${character}» in line ${source.line}, column ${source.column}, which changes or joins with what is beside it; use --mode whole for this text.`,
      );
    }
    characters.add(character);
  }
  return [...characters];
}

/** Without what makes one glyph of several letters: each is to have its tile. */
export const tileFeatures = ['-liga', '-clig', '-dlig', '-hlig', '-calt', '-rlig'];

/**
 * Letters of the alphabet are those of its own run, in the run's own folder. Others, and further variants, lie below `text/tiles` and
 * do not depend on the text that asks for them: their place is that of the font's line, their artwork follows from their code.
 */
export async function orderLetters(
  config: AlphabetConfig,
  characters: readonly string[],
  { fonts, variant, polarity }: { fonts: readonly Font[]; variant: number; polarity: Polarity },
): Promise<{ orders: LetterOrder[]; sources: Map<string, TileSource> }> {
  const orders: LetterOrder[] = [];
  const sources = new Map<string, TileSource>();
  const own = variant === 1 && polarity === config.transfer.polarity;
  const inAlphabet = own ? characters.filter((each) => config.characters.includes(each)) : [];
  if (inAlphabet.length > 0) {
    const own = ownSettings(await readOwnLetters(config.out));
    const settings = Object.fromEntries(
      config.characters.map((each) => [each, { ...config.letters[each], ...own[each] }]),
    );
    const placed = await placeLetters(config, settings, fonts[0]);
    for (const each of inAlphabet)
      sources.set(each, { file: runFolder(config.out).letter(each), ...placed.get(each)! });
    orders.push({ config, only: inAlphabet });
  }
  const others = characters.filter((each) => !inAlphabet.includes(each));
  for (const [at, font] of fonts.entries()) {
    const wanted = others.filter((each) => fonts.findIndex((one) => one.hasGlyph(each)) === at);
    if (wanted.length === 0) continue;
    const name = [variant, polarity === 'auto' ? '' : `-${polarity}`, at === 0 ? '' : `-font${at + 1}`].join(
      '',
    );
    const out = join(config.out, 'text', 'tiles', name);
    const nested = await nestedConfig(config, { wanted, font, at, out, variant, polarity });
    const placed = await placeLetters({ ...nested, characters: [...wanted] }, nested.letters, font);
    for (const each of wanted) sources.set(each, { file: runFolder(out).letter(each), ...placed.get(each)! });
    orders.push({ config: nested, only: wanted });
  }
  return { orders, sources };
}

interface Nest {
  readonly wanted: readonly string[];
  readonly font: Font;
  readonly at: number;
  readonly out: string;
  readonly variant: number;
  readonly polarity: Polarity;
}

async function nestedConfig(
  config: AlphabetConfig,
  { wanted, font, at, out, variant, polarity }: Nest,
): Promise<AlphabetConfig> {
  const earlier = ((await readManifest(out))?.letters ?? []).map(({ character }) => character);
  const characters = [...new Set([...earlier.filter((each) => font.hasGlyph(each)), ...wanted])].sort();
  const { artworks, letters } = config;
  const listed = await listArtworks(artworks);
  const ordered =
    artworks.pairing === 'shuffle' ? createRandom(config.seed).fork('pairing').shuffle(listed) : listed;
  const artworkOf = (character: string): string =>
    ordered[(character.codePointAt(0)! + variantStep * (variant - 1)) % ordered.length]!;
  const dealt = Object.fromEntries(
    characters.map((each) => [
      each,
      { artwork: [{ file: artworkOf(each), weight: 1, mask: undefined }], ...letters[each] },
    ]),
  );
  return {
    ...config,
    out,
    characters,
    seed: config.seed + variant - 1,
    font: at === 0 ? config.font : { file: config.text.fallbackFonts[at - 1]!, axes: {}, face: 'auto' },
    glyph: { ...config.glyph, fit: 'line' },
    letters: dealt,
    transfer: { ...config.transfer, polarity },
  };
}

/** How many artworks lie between those of two variants of a letter. */
const variantStep = 5;
