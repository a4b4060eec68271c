import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from 'canvas';
import sharp from 'sharp';
import type { CutOutFacts } from '../../../src/index.js';

export interface Metrics {
  readonly font: { readonly unitsPerEm: number };
  readonly letters: readonly CutOutFacts[];
  readonly kerning: readonly { readonly left: string; readonly right: string; readonly units: number }[];
}

export async function readMetrics(folder: string): Promise<Metrics> {
  return JSON.parse(await readFile(join(folder, 'cutouts.json'), 'utf8')) as Metrics;
}

/** Where a word is set: its pen origin, and the size of the picture. */
export interface WordPlace {
  readonly emPx: number;
  readonly x: number;
  readonly baselineY: number;
  readonly width: number;
  readonly height: number;
}

/** A word set of the cut-outs alone, by their metrics, on white: RGB. */
export async function setOfCutOuts(folder: string, word: string, place: WordPlace): Promise<Buffer> {
  const { font, letters, kerning } = await readMetrics(folder);
  const canvas = createCanvas(place.width, place.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, place.width, place.height);
  let x = place.x;
  for (const [at, character] of [...word].entries()) {
    const each = letters.find((letter) => letter.character === character)!;
    const scale = place.emPx / each.emPx;
    const pair = kerning.find(({ left, right }) => left === character && right === word[at + 1]);
    // The picture library reduces well; the canvas only moves.
    const [width, height] = [Math.round(each.widthPx * scale), Math.round(each.heightPx * scale)];
    const picture = await sharp(join(folder, each.picture))
      .resize(width, height, { fit: 'fill' })
      .png()
      .toBuffer();
    context.drawImage(
      await loadImage(picture),
      x - each.originX * scale,
      place.baselineY - each.baselineY * scale,
      each.widthPx * scale,
      each.heightPx * scale,
    );
    x += each.advancePx * scale + ((pair?.units ?? 0) / font.unitsPerEm) * place.emPx;
  }
  return toRgb(await canvas.encode('png'));
}

export async function toRgb(png: Uint8Array): Promise<Buffer> {
  return sharp(png).flatten({ background: '#ffffff' }).raw().toBuffer();
}

/** How far two pictures are apart, of 255: the mean over what is not white in the first, and the mean over all. */
export function apart(one: Buffer, other: Buffer): { inked: number; all: number } {
  let [inked, count, all] = [0, 0, 0];
  for (let at = 0; at < one.length; at += 3) {
    const difference =
      Math.abs(one[at]! - other[at]!) +
      Math.abs(one[at + 1]! - other[at + 1]!) +
      Math.abs(one[at + 2]! - other[at + 2]!);
    all += difference;
    if (one[at]! + one[at + 1]! + one[at + 2]! > 750) continue;
    inked += difference;
    count++;
  }
  return { inked: inked / (3 * Math.max(1, count)), all: all / one.length };
}
