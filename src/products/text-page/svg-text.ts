import { bled } from '../../base/masks.js';
import { type Pixels, toPixels, toPlanes } from '../../base/pixels.js';
import { pictureSize, pngBytes, readPicture, writeTextFile } from '../../files/index.js';
import { pathData } from '../../glyph/index.js';
import { rasterText } from '../../glyph/text/index.js';
import { fullLetter } from './full-letter.js';
import type { TextPage } from './made-page.js';
import { titleOf } from './pdf-text.js';

/** Writes the page as SVG: what lies below, and the letters over it, cut by their outlines, which stay sharp at any size. */
export async function writeSvgText(file: string, page: TextPage): Promise<void> {
  const { width, height } = await pictureSize(page.picture);
  const id = page.name.replace(/[^A-Za-z0-9]+/g, '-');
  const { ground, letters } = page.tiles === undefined ? await wholePage(page, id) : await tiles(page, id);
  await writeTextFile(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(page.content)}"><title>${escaped(titleOf(page.content))}</title><g id="ground-${id}">${ground}</g><g id="letters-${id}">${letters}</g></svg>\n`,
  );
}

interface Parts {
  readonly ground: string;
  readonly letters: string;
}

/** The page itself below, and above it what lies inside of the outlines. */
async function wholePage({ picture, layout, font, text }: TextPage, id: string): Promise<Parts> {
  const { width, height, channels } = await pictureSize(picture);
  const page = await readPicture(picture, { background: '#ffffff' });
  const outlines = layout.glyphs
    .map(({ face, glyph, character, x, y, turn = 0 }) => {
      const data = pathData(font.faces[face]!.glyph(glyph, character).outline, {
        scale: layout.sizePx,
        x: 0,
        y: 0,
      });
      const turned = turn === 0 ? '' : ` rotate(${short((180 / Math.PI) * turn)})`;
      return data === '' ? '' : `<path transform="translate(${short(x)} ${short(y)})${turned}" d="${data}"/>`;
    })
    .join('');
  const clip = `<clipPath id="clip-${id}">${outlines}</clipPath>`;
  const plain = text.ground !== 'auto' && text.ground !== 'styled';
  const mask = rasterText(layout.glyphs, font, {
    sizePx: layout.sizePx,
    scale: 1,
    left: 0,
    top: 0,
    width,
    height,
  });
  const letters = plain ? toPixels(bled(toPlanes(page), mask)) : page;
  const ground =
    channels === 4
      ? ''
      : text.ground.startsWith('#')
        ? `<rect width="${width}" height="${height}" fill="${text.ground}"/>`
        : await image(page);
  return { ground, letters: `${clip}<g clip-path="url(#clip-${id})">${await image(letters)}</g>` };
}

/** Each letter's tile once, at its full size, and used wherever it stands. */
async function tiles(page: TextPage, id: string): Promise<Parts> {
  const { font, layout } = page;
  const { letters, ground } = page.tiles!;
  const defined = new Map<string, { readonly id: string; readonly emPx: number }>();
  const parts: string[] = [];
  const uses: string[] = [];
  for (const { glyph, source } of letters) {
    const name = `${source.file} ${glyph.character}`;
    if (!defined.has(name)) {
      const letter = await fullLetter(source, glyph.character);
      const own = `${id}-${defined.size + 1}`;
      defined.set(name, { id: own, emPx: letter.emPx });
      const { outline } = font.faces[glyph.face]!.glyph(glyph.glyph, glyph.character);
      const data = pathData(outline, { scale: letter.emPx, x: 0, y: 0 });
      const at = ` x="${short(-letter.x)}" y="${short(-letter.y)}"`;
      parts.push(
        `<clipPath id="clip-${own}"><path d="${data}"/></clipPath><g id="letter-${own}" clip-path="url(#clip-${own})">${await image(letter.picture, at)}</g>`,
      );
    }
    const { id: own, emPx } = defined.get(name)!;
    uses.push(
      `<use xlink:href="#letter-${own}" transform="translate(${short(glyph.x)} ${short(glyph.y)}) scale(${short(layout.sizePx / emPx)})"/>`,
    );
  }
  const below =
    ground === undefined
      ? ''
      : 'colour' in ground
        ? `<rect width="100%" height="100%" fill="${ground.colour}"/>`
        : await image(await readPicture(ground.file, { background: '#ffffff' }));
  return { ground: below, letters: `<defs>${parts.join('')}</defs>${uses.join('')}` };
}

async function image(picture: Pixels, place = ''): Promise<string> {
  const data = Buffer.from(await pngBytes(picture)).toString('base64');
  return `<image${place} width="${picture.width}" height="${picture.height}" preserveAspectRatio="none" xlink:href="data:image/png;base64,${data}"/>`;
}

const short = (value: number): string => String(Math.round(value * 1e5) / 1e5);
const escaped = (text: string): string => text.replace(/[&<>"\n]/g, (sign) => `&#${sign.codePointAt(0)};`);
