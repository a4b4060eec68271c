import { luminanceOf, luminanceWeights } from '../base/colour.js';
import { filled, grey } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import { deviationOf } from './deviation.js';
import { mainAxis } from './main-axis.js';
import { darkened, lightened, localColours, localTone, quantile } from './tone.js';

/** An artwork that a letter is made of. */
export interface Material {
  /** RGB, 0..1, a square. */
  readonly picture: Planes;
  /** One channel of the same size, 0..1: which places may be used. */
  readonly mask?: Planes | undefined;
  /** Weight among the materials of the same region; only their proportions matter. */
  readonly share: number;
}

/** What is taken from one material for one region: where, and with tones moved where the regions would be too much alike. */
export interface Part {
  readonly picture: Planes;
  readonly mask: Planes;
  readonly share: number;
}

/** What one region of the letter is made of. */
export interface Look {
  /** None where the region is left plain. */
  readonly parts: readonly Part[];
  /** Mean RGB, 0..1, or the plain colour. */
  readonly colour: readonly number[];
  /** The luminance, 0..1, that the region is to keep below or above; absent where nothing is asked of it. */
  readonly tone?: { readonly side: 'below' | 'above'; readonly limit: number; readonly rim?: number };
}

/** What ink (the letter) and ground are made of. */
export type Looks = Readonly<Record<'ink' | 'ground', Look>>;

export interface SplitSettings {
  /**
   * `lightness` splits by luminance; `colour` by the artwork's main colour axis; `auto` by the one that tells more; `none`
   * takes the whole artwork for both.
   */
  readonly by: 'auto' | 'lightness' | 'colour' | 'none';
  /** Shares of the artwork's area, from its dark and its light end, that ink and ground are made of, 0..1. */
  readonly inkRatio: number;
  readonly groundRatio: number;
  /** How far apart the luminances of ink and ground are held, 0..1. */
  readonly contrast: number;
  readonly polarity: 'auto' | 'dark-on-light' | 'light-on-dark';
}

/** Softness of a part's edge, in standard deviations of the blurred values. */
const softness = 0.1;
/** The gap between the limits at full contrast. */
const widestGap = 0.6;
/** No limit is nearer to black or white than this: a region needs room for its drawing. */
const leastRoom = 0.12;
/** At the outline a region is to be as dark, or as light, as the rest of its own area is. */
const rimShare = { below: 0.4, above: 0.6 };
/** An artwork whose median luminance is below this is a dark one: its letters are light. */
const darkArtwork = 0.35;

/** Splits every material into a part for the ink and one for the ground. */
export function splitMaterials(materials: readonly Material[], settings: SplitSettings): Looks {
  const { contrast } = settings;
  const lightLetter = isLight(materials, settings);
  const splits = materials.map((material) => splitOne(material, settings, lightLetter));
  return separated(
    splits.map(({ ink }) => ink),
    splits.map(({ ground }) => ground),
    contrast,
  );
}

/** The mean colours (RGB, 0..1) of the parts that one material is split into for ink and ground, as they are in it. */
export function splitColours(
  material: Material,
  settings: Omit<SplitSettings, 'contrast'>,
): Readonly<Record<'ink' | 'ground', readonly number[]>> {
  const { ink, ground } = splitOne(material, settings, isLight([material], settings));
  return { ink: meanColour([ink]), ground: meanColour([ground]) };
}

function isLight(materials: readonly Material[], { polarity }: Pick<SplitSettings, 'polarity'>): boolean {
  return polarity === 'auto' ? average(materials, medianTone) < darkArtwork : polarity === 'light-on-dark';
}

function medianTone(material: Material): number {
  const { picture, mask } = whole(material);
  return quantile(grey(picture).data, mask.data, 0.5);
}

/** Takes all of the first materials for the ink, and all of the second ones for the ground. */
export function combineMaterials(
  ink: readonly Material[],
  ground: readonly Material[],
  contrast: number,
): Looks {
  return separated(ink.map(whole), ground.map(whole), contrast);
}

/** One look for one region; the other one stays in a plain colour, or is left open where there is none. */
export function dressOneRegion(
  region: 'ink' | 'ground',
  materials: readonly Material[],
  { plain, contrast }: { readonly plain: readonly number[] | undefined; readonly contrast: number },
): Looks {
  const parts = materials.map(whole);
  const other = region === 'ink' ? 'ground' : 'ink';
  if (plain === undefined) {
    const colour = meanColour(parts);
    return { [region]: { parts, colour }, [other]: { parts: [], colour } } as unknown as Looks;
  }
  const { side, limit } = limitBeside(luminanceOf(plain), contrast);
  const toned = contrast > 0 ? parts.map((part) => moved(part, side, limit)) : parts;
  const look: Look = { parts: toned, colour: meanColour(toned), tone: { side, limit } };
  return { [region]: look, [other]: { parts: [], colour: plain } } as unknown as Looks;
}

/** What a look is to keep to beside a plain colour of this luminance: 0.6 · contrast away from it, on the side where there is more room. */
export function limitBeside(plainTone: number, contrast: number): ToneLimit {
  const gap = contrast * widestGap;
  return plainTone >= 0.5
    ? { side: 'below', limit: Math.max(leastRoom, plainTone - gap) }
    : { side: 'above', limit: Math.min(1 - leastRoom, plainTone + gap) };
}

/**
 * Several kinds of ink on one ground: all of them on the same side of it and as far from it as the first one. Without materials of its
 * own the ground is made of the first ones.
 */
export function dressSeveral(
  inks: readonly (readonly Material[])[],
  ground: readonly Material[],
  settings: SplitSettings,
): { readonly inks: readonly Look[]; readonly ground: Look } {
  const first =
    ground.length > 0
      ? combineMaterials(inks.flat(), ground, settings.contrast)
      : splitMaterials(inks[0]!, settings);
  const tone = first.ink.tone!;
  const dress = (materials: readonly Material[]): Look => {
    const parts = materials.map((material) =>
      ground.length > 0 ? whole(material) : splitOne(material, settings, tone.side === 'above').ink,
    );
    return keptTo(parts, tone, settings.contrast);
  };
  return { inks: inks.map(dress), ground: first.ground };
}

/** The whole artwork as one look for the whole picture. */
export function undivided(materials: readonly Material[]): Part[] {
  return materials.map(whole);
}

function separated(ink: readonly Part[], ground: readonly Part[], contrast: number): Looks {
  const limits = limitsApart(meanTone(ink), meanTone(ground), contrast);
  return { ink: keptTo(ink, limits.ink, contrast), ground: keptTo(ground, limits.ground, contrast) };
}

interface ToneLimit {
  readonly side: 'below' | 'above';
  readonly limit: number;
}

/**
 * The luminances that ink and ground are to keep to, from their mean ones and the contrast, all 0..1: with m the middle between them and
 * g = 0.6 · contrast, one stays below m − g/2, the other above m + g/2, m moved as far as neither comes too near to black or white.
 */
export function limitsApart(
  inkTone: number,
  groundTone: number,
  contrast: number,
): Readonly<Record<'ink' | 'ground', ToneLimit>> {
  const half = (contrast * widestGap) / 2;
  const middle = (inkTone + groundTone) / 2;
  const centre = Math.min(1 - leastRoom - half, Math.max(leastRoom + half, middle));
  const below = { side: 'below', limit: centre - half } as const;
  const above = { side: 'above', limit: centre + half } as const;
  return inkTone <= groundTone ? { ink: below, ground: above } : { ink: above, ground: below };
}

/** A look of these parts, moved to one side of a limit unless there is to be no contrast. */
function keptTo(parts: readonly Part[], { side, limit }: ToneLimit, contrast: number): Look {
  const toned = contrast > 0 ? parts.map((part) => moved(part, side, limit)) : parts;
  const rim = average(toned, ({ picture, mask }) => localTone(picture, mask, rimShare[side]));
  const kept = side === 'below' ? Math.min(limit, rim) : Math.max(limit, rim);
  return { parts: toned, colour: meanColour(toned), tone: { side, limit, rim: kept } };
}

function moved(part: Part, side: 'below' | 'above', limit: number): Part {
  const move = side === 'below' ? darkened : lightened;
  return { ...part, picture: move(part.picture, part.mask, limit) };
}

function whole({ picture, mask, share }: Material): Part {
  return { picture, mask: mask ?? filled(picture, 1), share };
}

/** By blurred luminance or main colour axis, with soft edges. */
function splitOne(
  material: Material,
  { by, inkRatio, groundRatio }: Omit<SplitSettings, 'contrast'>,
  lightLetter: boolean,
): { ink: Part; ground: Part } {
  const { picture, mask, share } = whole(material);
  const { width, height } = picture;
  // Small forms stay together with what surrounds them.
  const blurred = localColours(picture);
  const axis = by === 'auto' || by === 'colour' ? mainAxis(blurred, by) : luminanceWeights;
  const direction = lightLetter ? -1 : 1;
  const values = along(blurred.data, axis, direction);
  const usable = under(values, mask.data);
  const sorted = (usable.length > 0 ? usable : values.slice()).sort();
  const edge = Math.max(softness * deviationOf(sorted), 1e-4);
  const quantile = (ratio: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))]!;
  const part = (end: number, side: 1 | -1): Part => {
    const data = softened(values, mask.data, { end, side, edge });
    return { picture, mask: { width, height, channels: 1, data }, share };
  };
  return { ink: part(quantile(inkRatio), -1), ground: part(quantile(1 - groundRatio), 1) };
}

/** The values where a mask is. */
function under(values: Float32Array, mask: Float32Array): Float32Array {
  const result = new Float32Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) if (mask[at]! > 0.5) result[count++] = values[at]!;
  return result.subarray(0, count);
}

/** How far each place lies along an axis of colours. */
function along(data: Float32Array, axis: readonly number[], direction: number): Float32Array {
  const area = data.length / 3;
  const values = new Float32Array(area);
  for (let channel = 0; channel < 3; channel++) {
    const factor = direction * axis[channel]!;
    for (let at = 0; at < area; at++) values[at] = values[at]! + factor * data[channel * area + at]!;
  }
  return values;
}

/** 1 / (1 + exp(−(how far a value is beyond the end) / edge)) under a mask. */
function softened(
  values: Float32Array,
  mask: Float32Array,
  { end, side, edge }: { readonly end: number; readonly side: 1 | -1; readonly edge: number },
): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++)
    result[at] = mask[at]! / (1 + Math.exp((side * (end - values[at]!)) / edge));
  return result;
}

const meanTone = (parts: readonly Part[]): number => luminanceOf(meanColour(parts));

function meanColour(parts: readonly Part[]): number[] {
  return [0, 1, 2].map((channel) =>
    average(parts, ({ picture, mask }) => {
      const area = mask.data.length;
      return weighedMean(picture.data.subarray(channel * area, (channel + 1) * area), mask.data);
    }),
  );
}

/** The middle where nothing has weight. */
function weighedMean(values: Float32Array, weights: Float32Array): number {
  let sum = 0;
  let total = 0;
  for (let at = 0; at < weights.length; at++) {
    sum += values[at]! * weights[at]!;
    total += weights[at]!;
  }
  return total > 0 ? sum / total : 0.5;
}

/** Mean over items by their shares. */
function average<Item extends { readonly share: number }>(
  items: readonly Item[],
  value: (item: Item) => number,
): number {
  const total = items.reduce((sum, { share }) => sum + share, 0);
  return items.reduce((sum, item) => sum + item.share * value(item), 0) / total;
}
