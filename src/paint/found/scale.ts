import { filled, inverted, over, painted, product } from '../../base/masks.js';
import { halvedMiddle } from '../../base/middle.js';
import type { Planes, Size } from '../../base/pixels.js';
import { sumOf } from '../../base/values.js';
import { grownFrom, inkAlong, layGuide, outlineDistance, paintedShares } from '../../found/index.js';
import type { Scale, ScaleInput, StyleSource } from '../../nst/index.js';
import { black, white } from '../materials.js';
import type { FoundMaterials } from './materials.js';

/** What a letter is made from at one scale, and how what is painted is laid over it. */
export interface FoundScale {
  readonly input: ScaleInput;
  /** The painted picture (the canvas' middle, or that halved) where it is to be seen, the guide elsewhere. */
  finish(tile: Planes): Planes;
  /** That picture as it grows out of the plain black letter on white, after a share of the way, 0..1. */
  grow(finished: Planes, share: number): Planes;
}

export function foundScale(
  { pieces, seam, limits, amount }: FoundMaterials,
  { letter, styled }: { readonly letter: Planes; readonly styled: Planes },
  scale: Scale,
): FoundScale {
  const ink = seam === undefined ? letter : inkAlong(seam, letter, scale.box);
  const guide = layGuide(pieces, ink, scale);
  const ground = inverted(ink);
  const everywhere = filled(ink, 1);
  const shares = paintedShares(ink, amount, { letterPx: Math.min(ink.width, ink.height) });
  return {
    input: {
      ...scale,
      start: guide.both,
      regions: { ink: product(ink, styled), ground: product(ground, styled) },
      guide: guide.both,
      sources: {
        ink: [sourceOf(guide.ink, ink, everywhere)],
        ground: [sourceOf(guide.ground, ground, everywhere)],
      },
      tones: limits,
    },
    ...shownOver(guide.both, shares, scale),
    grow: growerOf(letter, scale),
  };
}

/** Lays what is painted over a guide (RGB) where `shares` says so; both are whole canvases. */
export function shownOver(guide: Planes, shares: Planes, scale: Scale): Pick<FoundScale, 'finish'> {
  return { finish: (tile) => over(tile, middleFor(tile, guide, scale), middleFor(tile, shares, scale)) };
}

/** Shows how a picture grows out of its plain glyphs (`ink`, a whole canvas), after a share of the way. */
export function growerOf(ink: Planes, scale: Scale): FoundScale['grow'] {
  let plain: { readonly picture: Planes; readonly distance: Planes } | undefined;
  return (finished, share) => {
    const shown = middleFor(finished, ink, scale);
    plain ??= { picture: painted(shown, black, white), distance: outlineDistance(shown) };
    return grownFrom(plain.picture, finished, { distance: plain.distance, share });
  };
}

/** The middle of a canvas, as large as a tile that is the scale's box or that halved some times. */
function middleFor(tile: Size, canvas: Planes, { box }: Scale): Planes {
  const size = { width: Math.round(box.width), height: Math.round(box.height) };
  return halvedMiddle(canvas, size, Math.round(Math.log2(size.width / tile.width)));
}

/** Share of a region's statistics that its piece has within the region; the rest has the part of the artwork that it is of, all over the piece. */
const pieceShare = 0.9;

/** What the statistics of a region are taken from. */
function sourceOf(picture: Planes, region: Planes, part: Planes): StyleSource {
  const data = scaled(region.data, pieceShare);
  add(data, scaled(part.data, 1 - pieceShare));
  return { picture, mask: { ...region, data }, share: 1 };
}

// Loops keep to arrays and numbers, see `base/masks`.

/** A mask whose mean is a share. */
function scaled(mask: Float32Array, share: number): Float32Array {
  const least = Math.max(1e-6, sumOf(mask));
  const result = new Float32Array(mask.length);
  for (let at = 0; at < result.length; at++) result[at] = (share * mask[at]! * result.length) / least;
  return result;
}

function add(values: Float32Array, others: Float32Array): void {
  for (let at = 0; at < values.length; at++) values[at] = values[at]! + others[at]!;
}
