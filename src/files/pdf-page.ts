import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Pixels } from '../base/pixels.js';
import { replaceWholeFile } from './atomic-file.js';
import { srgbProfile } from './colour-profile.js';
import { type Ink, inksOf, writingInksOf } from './pdf/colours.js';
import { openImage, type PlacedImage } from './pdf/images.js';
import { type InvisibleWord, layInvisibleWords } from './pdf/invisible-text.js';
import { outputIntent, xmpOf } from './pdf/standard.js';
import { type PrintProfile, srgbPrintProfile } from './print-profile.js';

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
  /** In all inks there are, for what a printer goes by. */
  | { readonly kind: 'mark'; readonly box: PointBox }
  /** Writing: greys of it are printed in black alone. */
  | { readonly kind: 'path'; readonly path: string; readonly colour: string }
  | {
      readonly kind: 'picture';
      readonly box: PointBox;
      readonly clip: PointBox;
      readonly flip: { readonly x: boolean; readonly y: boolean };
      readonly picture: string;
    }
  /** A picture that is cut out by a path. */
  | { readonly kind: 'cut'; readonly box: PointBox; readonly path: string; readonly picture: string };

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly trim: PointBox;
  readonly bleed: PointBox;
  readonly title: string;
  /** Names the program in the file. */
  readonly creator: string;
  /** When what it shows was made; the beginning of 1970 where nobody says. */
  readonly date?: Date | undefined;
  readonly items: readonly PdfItem[];
  /** The picture of a name: a file, or samples. It is put in at its full size, once however often it is drawn. */
  picture(name: string): Promise<string | Pixels>;
  /** What a picture shows, in words, for those who do not see it; undefined for what only decorates. */
  alternative?(name: string): string | undefined;
  /** Text under all that is seen, in a font whose one glyph is empty. */
  readonly words?:
    | {
        readonly font: Uint8Array;
        readonly language: string | undefined;
        readonly all: readonly InvisibleWord[];
      }
    | undefined;
  readonly print?: PdfPrint | undefined;
}

/** What a page is printed by. */
interface PdfPrint {
  /** Whether the file keeps to PDF/X-4. */
  readonly x4: boolean;
  /** That of the press; with one of CMYK all colours are turned into its inks. */
  readonly profile: PrintProfile | undefined;
}

/**
 * Writes one page as PDF, whole or not at all: every picture by itself, those of files without loss, outlines as outlines, colours
 * tied to the profile of sRGB or in the inks of a press, with the boxes of the finished page and its bleed. The same page gives
 * the same bytes. Throws `output`, and what the pictures' decoder throws.
 */
export async function writePdfPage(file: string, page: PdfPage): Promise<void> {
  // Loaded here: it takes longer than all other output together, and every process of a run would wait for it.
  const { default: PDFDocument } = await import('pdfkit');
  await replaceWholeFile(file, async (temporary) => {
    const { title, creator, date = new Date(0) } = page;
    const document = new PDFDocument({
      size: [page.width, page.height],
      margin: 0,
      compress: true,
      pdfVersion: '1.6',
      tagged: true,
      lang: page.words?.language ?? 'en',
      displayTitle: true,
      info: {
        Title: title,
        Creator: creator,
        Producer: creator,
        CreationDate: date,
        ModDate: date,
      },
    });
    markUntrapped(document);
    const target = createWriteStream(temporary);
    const written = finished(target);
    // Looked at when all is drawn; a drawing that fails before must not leave it unheard.
    written.catch(() => {});
    document.pipe(target);
    try {
      await describe(document, page, date);
      await draw(document, page);
    } finally {
      document.end();
    }
    await written;
  });
}

/** Parts of the library that its types leave out. */
interface Inside {
  readonly page: {
    readonly dictionary: { readonly data: Record<string, unknown> };
    readonly resources: { readonly data: Record<string, unknown> };
  };
  readonly _root: { readonly data: Record<string, unknown> };
  readonly _id: Uint8Array;
  info: Record<string, unknown>;
  _addInfo(): void;
  appendXML(xml: string): void;
  ref(data: Record<string, unknown>): Reference;
}

interface Reference {
  end(body?: Buffer): void;
}

const insideOf = (document: PDFKit.PDFDocument): Inside => document as unknown as Inside;

/** The library writes what it knows of a document as text; this has to be a name. */
function markUntrapped(document: PDFKit.PDFDocument): void {
  let info: { data: Record<string, unknown> };
  Object.defineProperty(document, '_info', {
    get: () => info,
    set: (reference: typeof info) => {
      reference.data.Trapped = 'False';
      info = reference;
    },
  });
}

/** Says what the file is, what its colours mean and where its page is cut. */
async function describe(document: PDFKit.PDFDocument, page: PdfPage, date: Date): Promise<void> {
  const inside = insideOf(document);
  const { x4, profile } = page.print ?? { x4: false, profile: undefined };
  const srgb = streamOf(inside, await srgbProfile(), 3);
  const { dictionary, resources } = inside.page;
  resources.data.ColorSpace = {
    DefaultRGB: ['ICCBased', srgb],
    Registration: ['Separation', 'All', 'DeviceCMYK', allInks],
  };
  // PDF counts from the bottom.
  const boxOf = ({ x, y, width, height }: PointBox): number[] => [
    x,
    page.height - y - height,
    x + width,
    page.height - y,
  ];
  Object.assign(dictionary.data, {
    TrimBox: boxOf(page.trim),
    BleedBox: boxOf(page.bleed),
    CropBox: [0, 0, page.width, page.height],
  });
  // The library's own leaves signs as they are that XML does not allow.
  inside._addInfo = () => undefined;
  const id = Buffer.from(inside._id).toString('hex').padStart(32, '0').slice(0, 32);
  inside.appendXML(xmpOf({ title: page.title, creator: page.creator, date, x4, id }));
  if (!x4 && profile === undefined) return;
  const intent = profile ?? (await srgbPrintProfile());
  const inked = intent.space === 'CMYK';
  const stream = intent.file === undefined ? srgb : streamOf(inside, intent.bytes, inked ? 4 : 3);
  const reference = inside.ref(outputIntent(intent, stream));
  reference.end();
  inside._root.data.OutputIntents = [reference];
  dictionary.data.Group = {
    Type: 'Group',
    S: 'Transparency',
    CS: inked ? 'DeviceCMYK' : ['ICCBased', srgb],
  };
}

/** A tint of all inks as CMYK, for programs that show it (exponential interpolation). */
const allInks = { FunctionType: 2, Domain: [0, 1], C0: [0, 0, 0, 0], C1: [1, 1, 1, 1], N: 1 };

function streamOf(inside: Inside, bytes: Uint8Array, channels: 3 | 4): Reference {
  const stream = inside.ref({ N: channels, Alternate: channels === 3 ? 'DeviceRGB' : 'DeviceCMYK' });
  stream.end(Buffer.from(bytes));
  return stream;
}

async function draw(document: PDFKit.PDFDocument, page: PdfPage): Promise<void> {
  const { items, words, print } = page;
  const coloursOf = (kind: 'area' | 'path'): string[] =>
    items.flatMap((item) => (item.kind === kind ? [item.colour] : []));
  const inks = {
    area: await inksOf(coloursOf('area'), print?.profile),
    path: await writingInksOf(coloursOf('path'), print?.profile),
  };
  const images = new Map<string, PlacedImage>();
  for (const item of items) {
    if (!('picture' in item) || images.has(item.picture)) continue;
    const options = { profile: print?.profile, lossless: item.kind === 'cut' };
    images.set(item.picture, await openImage(document, await page.picture(item.picture), options));
  }
  const structure = document.struct('Document', {});
  const add = (tag: string, alt: string | undefined, paint: () => void): void => {
    if (alt !== undefined) structure.add(document.struct(tag, { alt }, paint));
    else {
      document.markContent('Artifact', { type: 'Layout' });
      paint();
      document.endMarkedContent();
    }
  };
  document.addStructure(structure);
  const told = new Set<string>();
  if (words !== undefined && words.all.length > 0) {
    structure.add(
      document.struct('P', {}, () =>
        layInvisibleWords(document as never, words.all, { font: words.font, pageHeight: page.height }),
      ),
    );
  }
  for (const item of items) {
    // A picture that is continued beyond the page is told of once.
    const name = 'picture' in item && !told.has(item.picture) ? item.picture : undefined;
    if (name !== undefined) told.add(name);
    const alt = name === undefined ? undefined : page.alternative?.(name);
    add('Figure', alt, () => paint(document, item, { inks, images }));
  }
  structure.end();
}

function paint(
  document: PDFKit.PDFDocument,
  item: PdfItem,
  {
    inks,
    images,
  }: {
    readonly inks: Readonly<Record<'area' | 'path', ReadonlyMap<string, Ink>>>;
    readonly images: ReadonlyMap<string, PlacedImage>;
  },
): void {
  document.save();
  if (item.kind === 'area') {
    const { x, y, width, height } = item.box;
    document.rect(x, y, width, height);
    if (item.opacity < 1) document.fillOpacity(item.opacity);
    document.fill(inks.area.get(item.colour)! as PDFKit.Mixins.ColorValue);
  } else if (item.kind === 'mark') {
    const { x, y, width, height } = item.box;
    document.addContent('/Registration cs 1 scn');
    document.rect(x, y, width, height);
    document.addContent('f');
  } else if (item.kind === 'path')
    document.path(item.path).fill(inks.path.get(item.colour)! as PDFKit.Mixins.ColorValue, 'non-zero');
  else drawPicture(document, item, images.get(item.picture)!);
  document.restore();
}

function drawPicture(
  document: PDFKit.PDFDocument,
  item: Extract<PdfItem, { kind: 'picture' | 'cut' }>,
  image: PlacedImage,
): void {
  const { box } = item;
  if (item.kind === 'cut') {
    document.path(item.path).clip();
    document.translate(box.x, box.y);
  } else {
    const { clip, flip } = item;
    document.rect(clip.x, clip.y, clip.width, clip.height).clip();
    document.translate(flip.x ? box.x + box.width : box.x, flip.y ? box.y + box.height : box.y);
    document.scale(flip.x ? -1 : 1, flip.y ? -1 : 1);
  }
  image.draw({ width: box.width, height: box.height });
}
