import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readRegularFile } from '../../base/regular-file.js';
import { NoProgram, runProgram } from '../program.js';
import { sharp } from '../sharp.js';
import { PictureRefusal } from './refusal.js';

/** Of an SVG, unpacked. */
const mostSvgBytes = 50_000_000;
const pdfTimeoutMs = 60_000;

/**
 * The drawing of an SVG file, packed or not, as a picture whose longer side is `sidePx`, as PNG. The renderer is given bytes and no place, and so
 * refuses every reference but those to data in the file itself. Throws `PictureRefusal` for text, which would be set in
 * whatever fonts a machine has, and for what is no drawing.
 */
export async function renderSvg(file: string, sidePx: number): Promise<Buffer> {
  const drawing = await readSvg(file);
  return sharp(drawing, { limitInputPixels: false })
    .resize({ width: sidePx, height: sidePx, fit: 'inside' })
    .png({ compressionLevel: 1 })
    .toBuffer()
    .catch((cause: unknown) => {
      const advice = 'open it in a drawing program and save it as plain SVG, or as PNG';
      throw new PictureRefusal('an SVG drawing that is damaged or has no size', advice, { cause });
    });
}

async function readSvg(file: string): Promise<Buffer> {
  const bytes = await readRegularFile(file, mostSvgBytes);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const drawing = isPacked ? await unpack(bytes) : bytes;
  // Also in UTF-16, every second byte of which is none of these.
  const text = drawing.toString('latin1').replaceAll('\0', '').replace(comments, '');
  const hasText = /<(?:[\w.-]+:)?text[\s>/]/.test(text) || /<!ENTITY[^>"']*["'][^"']*</.test(text);
  if (!hasText) return drawing;
  throw new PictureRefusal(
    'an SVG drawing with text, which looks different on every machine',
    'turn text into paths in your drawing program',
  );
}

const comments = /<!--[\s\S]*?-->/g;

async function unpack(bytes: Buffer): Promise<Buffer> {
  return promisify(gunzip)(bytes, { maxOutputLength: mostSvgBytes }).catch((cause: unknown) => {
    throw new PictureRefusal('a packed file that is damaged or too large', 'save it as SVG or PNG', {
      cause,
    });
  });
}

/** The first page of a PDF file as a picture whose longer side is `sidePx`, as PNG, by Poppler's program. Throws `PictureRefusal`. */
export async function renderPdf(file: string, sidePx: number): Promise<Buffer> {
  const args = ['-png', '-singlefile', '-cropbox', '-scale-to', String(sidePx), file];
  const page = await runProgram('pdftoppm', args, { timeoutMs: pdfTimeoutMs }).catch((cause: unknown) => {
    if (!(cause instanceof NoProgram))
      throw new PictureRefusal('a PDF document that cannot be drawn', 'export its page as PNG', { cause });
    throw new PictureRefusal(
      'a PDF document, and there is no pdftoppm here to draw it',
      'install Poppler (apt-get install poppler-utils, brew install poppler), or export the page as PNG',
      { cause },
    );
  });
  if (page.length > 0) return page;
  throw new PictureRefusal('a PDF document without a page', 'export its page as PNG');
}
