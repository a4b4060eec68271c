import { product } from '../../base/masks.js';
import { nearestMarked } from '../../base/nearest.js';
import { cropPlanes, type Planes, type Rectangle, type Size } from '../../base/pixels.js';
import { bent } from '../knee.js';
import type { Limit } from '../place.js';
import { resampled } from '../resample.js';
import type { Room } from '../room.js';
import { cheapestBlocks, coarseness, type Store } from './block.js';
import { joined } from './join.js';
import { layQuilt, seamReach } from './lay.js';
import { type Patch, type Quilt, quiltPlaces, windowSize } from './patch.js';
import { noUses, type Uses } from './uses.js';

/** Side of a block and width of an overlap, in places: motifs of two fifths of an artwork, a third of a block. */
const blockPlaces = 40;
const overlapPlaces = 14;
/** What a part of the artwork costs that is seen right beside already, in units of luminance: more than a mirrored neighbour saves by its seam. */
const useCost = 0.25;
/** How much it counts where a picture is not seen that its pieces go on there. */
const unseen = 0.02;
/** What a seam costs as long as a block whose colours differ by one. */
const seamWeight = 0.4;

/** An artwork as pieces of it are sought for one region of a page. */
export interface QuiltRoom {
  /** RGB, `quiltPlaces` along its shorter side. */
  readonly picture: Planes;
  readonly stores: { readonly fine: Store; readonly coarse: Store };
  readonly limit: Limit;
  readonly uses: Uses;
}

/** `interest` is what full interest is worth, in units of luminance. */
export function quiltRoomOf({ picture, cost, interest, limit }: Room, worth: number): QuiltRoom {
  const data = cost.data.map((value, at) => value - worth * interest.data[at]!);
  const store = (places: number): Store => {
    const scale = places / Math.min(picture.width, picture.height);
    const side = (px: number): number => Math.max(places, Math.round(px * scale));
    const size = { width: side(picture.width), height: side(picture.height) };
    return { picture: bent(resampled(picture, size), limit), cost: resampled({ ...cost, data }, size) };
  };
  const stores = { fine: store(quiltPlaces), coarse: store(quiltPlaces / coarseness) };
  const size = { width: stores.fine.cost.width, height: stores.fine.cost.height };
  return { picture: resampled(picture, size), stores, limit, uses: noUses(size) };
}

/**
 * Covers a rectangle of a page from a room's artwork. `region` (one channel, a value for each place) says where it will be seen. In one
 * piece where the artwork is large enough; else from square blocks that overlap, from left to right and from top to bottom (Efros and
 * Freeman 2001): of the cheapest ones (`cheapestBlocks`) the one whose seam to those before it, a minimum cut (`joined`), adds least. A part
 * of the artwork that was used near by costs 0.25·u after u uses (`Uses`), which the room remembers. Where nothing is seen there is no piece.
 */
export function quilted(room: QuiltRoom, region: Planes, corner = { left: 0, top: 0 }): Quilt {
  const { width, height } = region;
  const size = blockSizes(region, room.stores.fine.cost);
  const page: Page = {
    region,
    laid: { width, height, channels: 1, data: new Float32Array(width * height) },
    picture: { width, height, channels: 3, data: new Float32Array(3 * width * height) },
  };
  const isWhole = size.width === width && size.height === height;
  const trim = isWhole ? 0 : overlapPlaces / 2;
  const patches: Patch[] = [];
  for (const top of startsOf(height, size.height)) {
    for (const left of startsOf(width, size.width)) {
      const box = { left, top, ...size };
      if (cropPlanes(region, box).data.every((value) => value < 1e-3)) continue;
      const onPage = { ...box, left: corner.left + left, top: corner.top + top };
      const { patch, shown } = nextPatch(room, page, { box, onPage, trim });
      patches.push(patch);
      place(page, shown, patch);
      room.uses.add(
        inner({ left: patch.x, top: patch.y, ...windowSize(box, patch) }, trim),
        inner(onPage, trim),
      );
    }
  }
  return { width, height, patches };
}

/** A page while it is laid; all pictures of one size. */
interface Page {
  readonly region: Planes;
  /** 1 where there is something. */
  readonly laid: Planes;
  /** RGB. */
  readonly picture: Planes;
}

/** The piece for a box of the page, and its picture. */
function nextPatch(
  { stores, uses }: QuiltRoom,
  page: Page,
  { box, onPage, trim }: { readonly box: Rectangle; readonly onPage: Rectangle; readonly trim: number },
): { readonly patch: Patch; readonly shown: Planes } {
  const [region, laid, before] = [page.region, page.laid, page.picture].map((each) =>
    cropPlanes(each, box),
  ) as [Planes, Planes, Planes];
  const seen = { ...region, data: region.data.map((value) => unseen + value) };
  const used = uses.near(inner(onPage, trim));
  const blocks = cheapestBlocks(
    stores,
    { region, before, agree: product(laid, seen) },
    (part) => useCost * used(inner(part, trim)),
  );
  const kept = keptOf(page.laid, box);
  const settled = withinReach(laid);
  let best: { readonly patch: Patch; readonly shown: Planes; readonly cost: number } | undefined;
  for (const { cost, ...block } of blocks) {
    const alone: Patch = { ...block, box };
    const shown = layQuilt(
      { ...region, patches: [{ ...alone, box: { ...box, left: 0, top: 0 } }] },
      stores.fine.picture,
      { width: box.width, height: box.height, scale: 1, left: 0, top: 0 },
    );
    if (laid.data.every((value) => value === 0)) return { patch: alone, shown };
    const { mask, cost: seam } = joined({ before, block: shown, laid: settled, kept, seen });
    const total = cost + (seamWeight * seam) / blockPlaces;
    if (best === undefined || total < best.cost) best = { patch: { ...alone, mask }, shown, cost: total };
  }
  return best!;
}

/** What is laid so far from what is not that a seam there does not reach beyond it. */
function withinReach(laid: Planes): Planes {
  const { width, height, data } = laid;
  const open = data.map((value) => 1 - value);
  const { distance } = nearestMarked(open, width, height);
  return { ...laid, data: data.map((value, at) => (distance[at]! > seamReach ? value : 0)) };
}

/** Where a box keeps what is laid, since it goes on beyond the box. */
function keptOf({ width, height, data }: Planes, box: Rectangle): Planes {
  const isLaid = (column: number, row: number): boolean =>
    column >= 0 && row >= 0 && column < width && row < height && data[row * width + column] === 1;
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  const kept = new Float32Array(box.width * box.height);
  for (let row = box.top; row < bottom; row++) {
    for (let column = box.left; column < right; column++) {
      const isAtEdge =
        (column === box.left && isLaid(column - 1, row)) ||
        (column === right - 1 && isLaid(right, row)) ||
        (row === box.top && isLaid(column, row - 1)) ||
        (row === bottom - 1 && isLaid(column, bottom));
      if (isAtEdge && isLaid(column, row)) kept[(row - box.top) * box.width + column - box.left] = 1;
    }
  }
  return { width: box.width, height: box.height, channels: 1, data: kept };
}

/** Without half of the overlaps: what goes on beside itself is not used twice. */
function inner({ left, top, width, height }: Rectangle, trim: number): Rectangle {
  const by = (size: number): number => Math.min(trim, Math.floor((size - 1) / 2));
  const [across, down] = [by(width), by(height)];
  return { left: left + across, top: top + down, width: width - 2 * across, height: height - 2 * down };
}

function blockSizes(page: Size, artwork: Size): Size {
  const [long, short] = [Math.max(artwork.width, artwork.height), Math.min(artwork.width, artwork.height)];
  const whole = Math.max(page.width, page.height) <= long && Math.min(page.width, page.height) <= short;
  const side = (size: number): number => (whole ? size : Math.min(size, blockPlaces));
  return { width: side(page.width), height: side(page.height) };
}

/** Where blocks begin, evenly and with no less than the overlap. */
function startsOf(size: number, block: number): number[] {
  if (size <= block) return [0];
  const count = 1 + Math.ceil((size - block) / (block - overlapPlaces));
  return Array.from({ length: count }, (_, at) => Math.round((at * (size - block)) / (count - 1)));
}

function place({ laid, picture }: Page, shown: Planes, { box, mask }: Patch): void {
  const { width, height } = laid;
  const own = box.width * box.height;
  for (let at = 0; at < own; at++) {
    const here = (box.top + Math.floor(at / box.width)) * width + box.left + (at % box.width);
    laid.data[here] = 1;
    if (mask !== undefined && mask.data[at] === 0) continue;
    for (let channel = 0; channel < 3; channel++)
      picture.data[channel * width * height + here] = shown.data[channel * own + at]!;
  }
}
