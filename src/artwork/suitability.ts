import { grey } from '../base/masks.js';
import { type Pixels, type Planes, toPlanes } from '../base/pixels.js';
import { blur } from './blur.js';
import { deviationOf } from './deviation.js';

/** Below this standard deviation of luminance and of every colour channel an artwork is one plain colour. */
const flatDeviation = 0.02;
/** Below this distance between the 5th and the 95th percentile of luminance letter and ground look alike. */
const narrowRange = 0.2;
/** Below this ratio of fine to coarse drawing, at `inspectedPx`, an artwork is out of focus, or was enlarged. */
const blurredRatio = 0.04;
/** An artwork of less than this share of the size at which it is looked at has to be enlarged. */
const leastSizeRatio = 0.5;

/** Side of the picture that an artwork is judged by, in pixels; a smaller one is judged as it is. */
export const inspectedPx = 400;

/** How large an artwork is, and how large the letters look at it. */
interface Enlargement {
  /** Side of the square that is used, in pixels of the artwork's file. */
  readonly usedPx: number;
  /** Side to which that square is brought. */
  readonly wantedPx: number;
}

/**
 * What speaks against an artwork for letters, as sentences with the remedy; empty when nothing does. `artwork` (RGB) is what is
 * used of it, reduced to about `inspectedPx`.
 */
export function suitabilityOf(name: string, artwork: Pixels, { usedPx, wantedPx }: Enlargement): string[] {
  const planes = toPlanes(artwork);
  const area = planes.width * planes.height;
  const channels = [0, 1, 2].map((channel) => planes.data.subarray(channel * area, (channel + 1) * area));
  const tones = grey(planes);
  if (Math.max(...channels.map(deviationOf), deviationOf(tones.data)) < flatDeviation) {
    return [
      `${name} is nearly one plain colour; its letters will be plain too: choose a picture with some drawing.`,
    ];
  }
  const notes: string[] = [];
  if (usedPx < leastSizeRatio * wantedPx) {
    notes.push(
      `${name} is small for letters of this size (${Math.round(usedPx)} px, enlarged to ${Math.round(wantedPx)}); use a larger picture, or a lower detail.`,
    );
  }
  const [darkest, lightest] = range(tones.data);
  if (lightest - darkest < narrowRange) {
    notes.push(
      `${name} has little between dark and light, so its letters need help to stand out; raise its contrast in a picture program, or set a higher contrast.`,
    );
  }
  if (fineRatio(tones) < blurredRatio) {
    notes.push(`${name} has no fine drawing, as if out of focus; use a sharper picture, or a lower detail.`);
  }
  return notes;
}

/** Above this mean cost, in units of luminance, an area has to be changed to be seen as what it is taken for. */
const readyCost = 0.09;

/** What it costs to take a stroke of a letter, or as much of its ground, from an artwork, at the place where it costs least. */
interface StrokeCosts {
  /** Whether the letter is the dark one. */
  readonly darkInk: boolean;
  /** In units of luminance: see `strokeCost`. */
  readonly ink: number;
  readonly ground: number;
}

/** What is to be known of an artwork that letters are found in and that has no place which is as large as a stroke and dark, or light, enough. */
export function strokeNotes(name: string, { darkInk, ink, ground }: StrokeCosts): string[] {
  const [letterTone, groundTone] = darkInk ? ['dark', 'light'] : ['light', 'dark'];
  const remedy = 'a higher detail makes its forms larger';
  if (ink <= readyCost && ground <= readyCost) return [];
  if (ground <= readyCost)
    return [
      `${name} has no ${letterTone} place as large as a letter’s stroke, so its letters are laid from what comes nearest, ${letterTone}ened to be read; ${remedy}.`,
    ];
  if (ink <= readyCost)
    return [
      `${name} has no ${groundTone} place as large as a letter’s stroke, so what is around its letters is ${groundTone}ened to let them be read; ${remedy}.`,
    ];
  return [
    `${name} has neither dark nor light places as large as a letter’s stroke, so its letters are laid from what comes nearest, and held apart by their tones to be read; ${remedy}.`,
  ];
}

/** Energy of what a blur of 1 px takes away, over the energy of all. */
function fineRatio(tones: Planes): number {
  const smooth = blur(tones, 1.5).data;
  let energy = 0;
  for (let at = 0; at < smooth.length; at++) energy += (tones.data[at]! - smooth[at]!) ** 2;
  return Math.sqrt(energy / smooth.length) / deviationOf(tones.data);
}

/** The 5th and the 95th percentile of values in 0..1, to a step of 8 bits. */
function range(values: Float32Array): [number, number] {
  const counts = new Uint32Array(256);
  for (let at = 0; at < values.length; at++) {
    const bin = Math.round(values[at]! * 255);
    counts[bin] = counts[bin]! + 1;
  }
  const percentile = (share: number): number => {
    let below = 0;
    for (let bin = 0; bin < 256; bin++) {
      below += counts[bin]!;
      if (below >= share * values.length) return bin / 255;
    }
    return 1;
  };
  return [percentile(0.05), percentile(0.95)];
}
