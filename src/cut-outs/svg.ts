import type { CutOut } from '../compose/index.js';
import { withAlpha } from '../compositing.js';
import { coverGlyph, type FontSource, pathData } from '../glyph/index.js';
import { nearestMarked } from '../nearest.js';
import { pngBytes } from '../output/index.js';
import { cropPlanes, type Pixels, type Planes, toPixels } from '../pixels.js';
import type { RunLetter } from './finished-run.js';
import type { LetterInks } from './inks.js';

/** Beyond this the outline clips whatever there is. */
const clipRoomPx = 2;

/**
 * The picture clipped by the outline itself, which stays sharp at any size. Illustration programs know clip paths best, but
 * those take no stroke: a grown outline is a mask.
 */
export async function clippedSvg(
  { font }: FontSource,
  { character, place }: RunLetter,
  { left, top, picture: { width, height } }: CutOut,
  { colours, coverage }: LetterInks,
): Promise<string> {
  const [x, y] = [place.originX - left, place.baselineY - top];
  const data = pathData(font.outline(character), { scale: place.emPx, x, y });
  const opaque = toPixels(
    withAlpha(
      cropPlanes(colours, left, top, width, height),
      withoutEdge(
        cropPlanes(coverage, left, top, width, height),
        cropPlanes(coverGlyph(font, character, place), left, top, width, height),
      ),
    ),
  );
  const image = `<image width="${width}" height="${height}" preserveAspectRatio="none" xlink:href="data:image/png;base64,${await base64Png(opaque)}"`;
  const body =
    place.growPx > 0
      ? `<mask id="letter" maskUnits="userSpaceOnUse" x="0" y="0" width="${width}" height="${height}"><path d="${data}" fill="#fff" stroke="#fff" stroke-width="${2 * place.growPx}" stroke-linejoin="round"/></mask>${image} mask="url(#letter)"/>`
      : `<clipPath id="letter"><path d="${data}"/></clipPath>${image} clip-path="url(#letter)"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"><title>${escaped(character)}</title>${body}</svg>\n`;
}

/** Opaque up to a little beyond the edge, where the path clips; what the tile itself leaves transparent stays so. */
function withoutEdge(seen: Planes, coverage: Planes): Planes {
  const { width, height } = coverage;
  const { place, distance } = nearestMarked(coverage.data, width, height);
  const data = seen.data.map((_, at) => {
    const from = place[at]!;
    if (from < 0 || distance[at]! > clipRoomPx) return 0;
    return Math.min(1, seen.data[from]! / coverage.data[from]!);
  });
  return { ...coverage, data };
}

async function base64Png(pixels: Pixels): Promise<string> {
  return Buffer.from(await pngBytes(pixels)).toString('base64');
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.codePointAt(0)};`);
