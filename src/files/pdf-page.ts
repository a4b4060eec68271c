import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Pixels } from '../base/pixels.js';
import { replaceWholeFile } from './atomic-file.js';
import { srgbProfile } from './colour-profile.js';
import { openPicture } from './open-picture.js';
import { fromPixels } from './raw.js';

/** A rectangle in points (1/72 inch) from the top left of the sheet of paper. */
interface PointBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is drawn on a page, from below to above. All lengths in points. */
export type PdfItem =
  | { readonly kind: 'area'; readonly box: PointBox; readonly colour: string; readonly opacity: number }
  | { readonly kind: 'path'; readonly path: string; readonly colour: string }
  | {
      readonly kind: 'picture';
      readonly box: PointBox;
      readonly clip: PointBox;
      readonly flip: { readonly x: boolean; readonly y: boolean };
      readonly picture: string;
    };

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly trim: PointBox;
  readonly bleed: PointBox;
  readonly title: string;
  /** Names the program in the file. */
  readonly creator: string;
  readonly items: readonly PdfItem[];
  /** The picture of a name: a file, or samples. It is put in at its full size, once however often it is drawn. */
  picture(name: string): Promise<string | Pixels>;
}

/**
 * Writes one page as PDF, whole or not at all: every picture by itself, those of files without loss, outlines as outlines, colours
 * tied to the profile of sRGB, with the boxes of the finished page and its bleed. The same page gives the same bytes.
 * Throws `output`, and what the pictures' decoder throws.
 */
export async function writePdfPage(file: string, page: PdfPage): Promise<void> {
  // Loaded here: it takes longer than all other output together, and every process of a run would wait for it.
  const { default: PDFDocument } = await import('pdfkit');
  await replaceWholeFile(file, async (temporary) => {
    const document = new PDFDocument({
      size: [page.width, page.height],
      margin: 0,
      compress: true,
      pdfVersion: '1.6',
      info: { Title: page.title, Creator: page.creator, Producer: page.creator, CreationDate: noDate },
    });
    const target = createWriteStream(temporary);
    const written = finished(target);
    // Looked at when all is drawn; a drawing that fails before must not leave it unheard.
    written.catch(() => {});
    document.pipe(target);
    try {
      await draw(document, page);
    } finally {
      document.end();
    }
    await written;
  });
}

/** The library wants a date; nobody's clock is to decide the bytes. */
const noDate = new Date(0);

async function draw(document: PDFKit.PDFDocument, page: PdfPage): Promise<void> {
  const profile = document.ref({ N: 3, Alternate: 'DeviceRGB' });
  profile.end(Buffer.from(await srgbProfile()));
  const { dictionary, resources } = document.page as unknown as Inside;
  resources.data.ColorSpace = { DefaultRGB: ['ICCBased', profile] };
  // PDF counts from the bottom.
  const boxOf = ({ x, y, width, height }: PointBox): number[] => [
    x,
    page.height - y - height,
    x + width,
    page.height - y,
  ];
  Object.assign(dictionary.data, { TrimBox: boxOf(page.trim), BleedBox: boxOf(page.bleed) });
  Object.assign(dictionary.data, { CropBox: [0, 0, page.width, page.height] });

  const images = new Map<string, unknown>();
  for (const item of page.items) {
    if (item.kind === 'area') {
      const { x, y, width, height } = item.box;
      document.save().rect(x, y, width, height).fillOpacity(item.opacity).fill(item.colour).restore();
    } else if (item.kind === 'path') document.path(item.path).fill(item.colour, 'non-zero');
    else {
      const image = images.get(item.picture) ?? (await openImage(document, await page.picture(item.picture)));
      images.set(item.picture, image);
      drawPicture(document, item, image);
    }
  }
}

/** Parts of the library's pages that its types leave out. */
interface Inside {
  readonly dictionary: { readonly data: Record<string, unknown> };
  readonly resources: { readonly data: Record<string, unknown> };
}

/** Files go in without loss; samples, which were reduced for the page anyway, as a good JPEG. */
async function openImage(document: PDFKit.PDFDocument, picture: string | Pixels): Promise<unknown> {
  const image =
    typeof picture === 'string'
      ? // Three channels stay compressed as they come, so the PNG is made to be small.
        (await openPicture(picture, { limitInputPixels: false }))
          .toColourspace('srgb')
          .png({ compressionLevel: 9, adaptiveFiltering: true })
      : fromPixels(picture).toColourspace('srgb').jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
  return (document as unknown as { openImage(file: Buffer): unknown }).openImage(await image.toBuffer());
}

function drawPicture(
  document: PDFKit.PDFDocument,
  { box, clip, flip }: Extract<PdfItem, { kind: 'picture' }>,
  image: unknown,
): void {
  document.save();
  document.rect(clip.x, clip.y, clip.width, clip.height).clip();
  document.translate(flip.x ? box.x + box.width : box.x, flip.y ? box.y + box.height : box.y);
  document.scale(flip.x ? -1 : 1, flip.y ? -1 : 1);
  document.image(image as PDFKit.Mixins.ImageSrc, 0, 0, { width: box.width, height: box.height });
  document.restore();
}
