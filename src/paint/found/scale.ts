import type { Looks } from '../../artwork/index.js';
import { filled, inverted, over, painted, product } from '../../base/masks.js';
import { cropPlanes, type Planes } from '../../base/pixels.js';
import { inkAlong, layGuide, paintedShares } from '../../found/index.js';
import type { Scale, ScaleInput, StyleSource } from '../../nst/index.js';
import { black, white } from '../materials.js';
import type { FoundMaterials } from './materials.js';

/** What a letter is made from at one scale, and how what is painted is laid over it. */
export interface FoundScale {
  readonly input: ScaleInput;
  /** Whether it is only to be seen how the letter grows from the plain one. */
  readonly grows: boolean;
  /** The painted picture (the canvas' middle) where it is to be seen, the guide elsewhere. */
  finish(tile: Planes): Planes;
}

export function foundScale(
  { pieces, seam, looks, amount }: FoundMaterials,
  { letter, styled, grows }: { readonly letter: Planes; readonly styled: Planes; readonly grows: boolean },
  scale: Scale,
): FoundScale {
  const ink = seam === undefined ? letter : inkAlong(seam, letter, scale.box);
  const guide = layGuide(pieces, ink, scale);
  const ground = inverted(ink);
  const everywhere = filled(ink, 1);
  const shares = paintedShares(ink, amount);
  return {
    grows,
    input: {
      ...scale,
      start: grows ? painted(letter, black, white) : guide.both,
      regions: { ink: product(ink, styled), ground: product(ground, styled) },
      guide: guide.both,
      sources: {
        ink: [sourceOf(guide.ink, ink, everywhere)],
        ground: [sourceOf(guide.ground, ground, everywhere)],
      },
      tones: { ink: limitOf(looks.ink), ground: limitOf(looks.ground) },
    },
    finish: (tile) => {
      const left = Math.floor((ink.width - tile.width) / 2);
      const top = Math.floor((ink.height - tile.height) / 2);
      const middle = (planes: Planes): Planes =>
        cropPlanes(planes, { left, top, width: tile.width, height: tile.height });
      return over(tile, middle(guide.both), middle(shares));
    },
  };
}

/** Share of a region's statistics that its piece has within the region; the rest has the part of the artwork that it is of, all over the piece. */
const pieceShare = 0.9;

/** What the statistics of a region are taken from. */
function sourceOf(picture: Planes, region: Planes, part: Planes): StyleSource {
  const scaled = (mask: Planes, share: number): Float32Array => {
    const sum = mask.data.reduce((total, value) => total + value, 0);
    return mask.data.map((value) => (share * value * mask.data.length) / Math.max(1e-6, sum));
  };
  const [own, all] = [scaled(region, pieceShare), scaled(part, 1 - pieceShare)];
  return { picture, mask: { ...region, data: own.map((value, at) => value + all[at]!) }, share: 1 };
}

/** The same up to the outline: what is found keeps the tones that it has there. */
function limitOf({ tone }: Looks['ink']): ScaleInput['tones'][string] {
  return tone && { side: tone.side, limit: tone.limit };
}
