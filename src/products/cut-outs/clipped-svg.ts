import { createHash } from 'node:crypto';
import { withAlpha } from '../../base/masks.js';
import { nearestMarked } from '../../base/nearest.js';
import { cropPlanes, type Pixels, type Planes, toPixels } from '../../base/pixels.js';
import type { CutOut } from '../../compose/index.js';
import { fileStem, pngBytes } from '../../files/index.js';
import { pathData } from '../../glyph/index.js';
import type { LetterInks } from './inks.js';
import type { RunLetter } from './run-letters.js';

/** Beyond this the outline clips whatever there is. */
const clipRoomPx = 2;

/**
 * The picture clipped by the outline itself, which stays sharp at any size. Illustration programs know clip paths best, but
 * those take no stroke: a grown outline is a mask.
 */
export async function clippedSvg(
  { character, font, place }: RunLetter,
  { cut, inks }: { readonly cut: CutOut; readonly inks: LetterInks },
): Promise<string> {
  const { left, top, picture } = cut;
  const { width, height } = picture;
  const [x, y] = [place.originX - left, place.baselineY - top];
  const data = pathData(font.outline(character), { scale: place.emPx, x, y });
  const within = (planes: Planes): Planes => cropPlanes(planes, { left, top, width, height });
  const opaque = toPixels(
    withAlpha(within(inks.colours), withoutEdge(within(inks.coverage), inks.opacity && within(inks.opacity))),
  );
  const image = `<image width="${width}" height="${height}" preserveAspectRatio="none" xlink:href="data:image/png;base64,${await base64Png(opaque)}"`;
  // Several drawings in one page share their names: each has its own, the same each time.
  const id = `letter-${fileStem(character)}-${createHash('sha256').update(data).update(opaque.data).digest('hex').slice(0, 8)}`;
  const body =
    place.growPx > 0
      ? `<mask id="${id}" maskUnits="userSpaceOnUse" x="0" y="0" width="${width}" height="${height}"><path d="${data}" fill="#fff" stroke="#fff" stroke-width="${2 * place.growPx}" stroke-linejoin="round"/></mask>${image} mask="url(#${id})"/>`
      : `<clipPath id="${id}"><path d="${data}"/></clipPath>${image} clip-path="url(#${id})"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"><title>${escaped(character)}</title>${body}</svg>\n`;
}

/** Opaque, as far as the tile is, up to a little beyond the edge, where the path clips. */
function withoutEdge(coverage: Planes, opacity: Planes | undefined): Planes {
  const { distance } = nearestMarked(coverage.data, coverage.width, coverage.height);
  const data = coverage.data.map((_, at) => (distance[at]! > clipRoomPx ? 0 : (opacity?.data[at] ?? 1)));
  return { ...coverage, data };
}

async function base64Png(pixels: Pixels): Promise<string> {
  return Buffer.from(await pngBytes(pixels)).toString('base64');
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.codePointAt(0)};`);
