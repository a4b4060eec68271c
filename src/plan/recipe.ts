import { createHash } from 'node:crypto';
import type {
  ArrangementSettings,
  FontSettings,
  PlaceSettings,
  TextSettings,
  TransferSettings,
} from '../config/index.js';
import type { Placement } from '../glyph/index.js';
import type { PageMeasures } from '../glyph/text/index.js';

/** An artwork that a region of a picture is made of. */
export interface MaterialRecipe {
  readonly sha256: string;
  /** SHA-256 of the picture whose light places may be used; absent where all may. */
  readonly mask?: string | undefined;
  readonly share: number;
}

/** An artwork, or a blend of some, and where in the picture it is used. */
interface LookRecipe {
  readonly materials: readonly MaterialRecipe[];
  /** SHA-256 of the picture whose white places are made of it; absent where it is used all over. */
  readonly where?: string | undefined;
}

interface FontRecipe {
  readonly sha256: string;
  readonly axes: FontSettings['axes'];
  /** Which font of a collection it is, from 1. */
  readonly face?: number | undefined;
}

/** What a letter and a text have in common. */
interface PaintedRecipe {
  readonly seed: number;
  readonly arrangement: ArrangementSettings;
  /** SHA-256 of the pictures that say which places are styled, and what is started from. */
  readonly mask?: string | undefined;
  readonly start?: string | undefined;
  readonly transfer: TransferSettings;
  readonly engine: {
    readonly name: string;
    readonly provider: string;
    readonly version: number;
    readonly encoder: string;
  };
}

/** All that decides the picture of a letter. */
export interface LetterRecipe extends PaintedRecipe {
  readonly character: string;
  readonly font: FontRecipe;
  readonly placement: Placement;
  /** For the ground its own, or none where it shares the ink's. */
  readonly materials: Readonly<Record<'ink' | 'ground', readonly MaterialRecipe[]>>;
  /** Where in the artwork its regions are taken from, or how many better places are passed over, when that is set by hand. */
  readonly places?: PlaceSettings | undefined;
  /** The how many-th it is of the letters that share its artwork, from 0: each gets another part of it. */
  readonly part?: number | undefined;
}

/** All that decides the picture of a page of text. */
export interface TextRecipe extends PaintedRecipe {
  readonly text: string;
  /** The font and those that stand in for it. */
  readonly fonts: readonly FontRecipe[];
  readonly measures: PageMeasures;
  /** What gets a look of its own; looks take turns. */
  readonly each: TextSettings['each'];
  readonly looks: readonly LookRecipe[];
  /** For the ground its own, or none where it shares the first look's. */
  readonly ground: readonly MaterialRecipe[];
  /** Whether the letters are left out, to be laid on the page later. */
  readonly bare: boolean;
  /** Pixels of the page that make an inch in print, which its file says; absent for 300. */
  readonly dpi?: number | undefined;
}

/** All that decides a picture. Plain JSON; equal recipes make equal bytes. */
export type Recipe = LetterRecipe | TextRecipe;

export function isLetter(recipe: Recipe): recipe is LetterRecipe {
  return 'character' in recipe;
}

/** Whether a picture is found in its artwork first, or painted from the artwork's look alone. */
export function isFound(recipe: Recipe): boolean {
  const { found, method, split } = recipe.transfer;
  const { looks, ground } = looksOf(recipe);
  const isOfOne =
    looks.every(({ materials, where }) => materials.length === 1 && where === undefined) &&
    ground.length <= 1;
  return isOfOne && found.amount > 0 && method === 'regions' && split.by !== 'none';
}

/** What ink and ground of a picture are made of. */
export function looksOf(recipe: Recipe): Pick<TextRecipe, 'looks' | 'ground'> {
  return isLetter(recipe)
    ? { looks: [{ materials: recipe.materials.ink }], ground: recipe.materials.ground }
    : recipe;
}

/** The id of the job that follows a recipe: its SHA-256, hexadecimal. */
export function recipeId(recipe: Recipe): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
}
