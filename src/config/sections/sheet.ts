import { z } from 'zod';
import { autoOr, between, colourText, filePath, wholeBetween, wordList } from '../fields.js';
import { paperSides } from '../paper.js';

/** What a sheet can be written as; the file's ending is the word itself, but for jpeg (.jpg) and tiff (.tif). */
export const sheetFormats = ['png', 'jpeg', 'webp', 'avif', 'tiff', 'pdf'] as const;
export type SheetFormat = (typeof sheetFormats)[number];

export type PageSize =
  | { readonly kind: 'fitted' }
  /** `named` sizes may be turned. */
  | {
      readonly kind: 'sized';
      readonly named: boolean;
      readonly width: number;
      readonly height: number;
      readonly unit: Unit;
    };
type Unit = 'mm' | 'in' | 'px';

const pageWords =
  'fitted, a paper size (A0 to A6, letter, tabloid), or a size like 300x400mm, 12x18in, 3000x2000px';
const custom = /^(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(mm|in|px)$/i;
const limits: Readonly<Record<Unit, number>> = { mm: 5000, in: 200, px: 60_000 };

function parsePageSize(text: string): PageSize | undefined {
  if (text === 'fitted') return { kind: 'fitted' };
  const sides = paperSides(text);
  if (sides !== undefined) {
    const [width, height] = sides;
    return { kind: 'sized', named: true, width, height, unit: 'mm' };
  }
  const [, wide, high, given] = custom.exec(text) ?? [];
  if (given === undefined) return undefined;
  const [width, height, unit] = [Number(wide), Number(high), given.toLowerCase() as Unit];
  const fits = Math.min(width, height) > 0 && Math.max(width, height) <= limits[unit];
  return fits ? { kind: 'sized', named: false, width, height, unit } : undefined;
}

/** How large a page is. */
export const readPageSize = (text: string): PageSize => parsePageSize(text)!;

const page = z.strictObject({
  size: z
    .string()
    .default('fitted')
    .refine((text) => parsePageSize(text) !== undefined, { error: `be ${pageWords}` })
    .meta({
      allowed: pageWords,
      flag: 'paper-size',
      value: 'SIZE',
      description:
        'The size of the finished page. On fitted the letters keep their pixels and the page is as large as they make it; on any other the letters are made as large as fits.',
    }),
  orientation: z.enum(['auto', 'portrait', 'landscape']).default('auto').meta({
    description: 'How a paper size lies; auto takes the way that shows the letters larger.',
  }),
  dpi: wholeBetween(36, 1200).default(300).meta({
    unit: 'pixels per inch',
    description:
      'How finely a page is drawn in PNG, JPEG, WebP, AVIF and TIFF. A PDF holds every letter at its full resolution whatever this says.',
  }),
  marginRatio: between(0, 0.4).default(0.06).meta({
    unit: 'of the page’s shorter side',
    description: 'Space between the letters and the edge of a page that is not fitted.',
  }),
  bleedMm: between(0, 50).default(0).meta({
    unit: 'mm',
    description:
      'How far the page goes on beyond its edge, for a printer that cuts it; letters at the edge are continued as in a mirror.',
  }),
  cropMarks: z.boolean().default(false).meta({
    description: 'Short lines outside of the corners that show where the page is cut.',
  }),
  pdf: z.enum(['plain', 'x4']).default('plain').meta({
    flag: 'pdf',
    value: 'WORD',
    description:
      'What PDF files keep to: x4 is PDF/X-4, which print shops ask for; it names what the page is printed on, `profile`, or sRGB where none is given.',
  }),
  profile: filePath('none, or an ICC profile').default('none').meta({
    allowed: 'the word none, or a file with an ICC profile of a press or printer (CMYK or RGB)',
    flag: 'profile',
    value: 'FILE',
    description:
      'What PDF and TIFF files are printed on: with a profile of CMYK, which the print shop gives, all of their colours are turned into its inks.',
  }),
});

export const sheet = z.strictObject({
  formats: wordList(sheetFormats, { fallback: ['png'], least: 1 }).meta({
    allowed: 'png, jpeg, webp, avif, tiff, pdf, or several of them in a list',
    flag: 'formats',
    value: 'LIST',
    description:
      'What the sheet is written as; several at once are fine, like png,pdf. TIFF has 16 bits, in the inks of a press 8.',
  }),
  columns: autoOr(1, 100).meta({
    description: 'Letters in a row of the sheet; auto chooses a pleasant shape.',
  }),
  gapRatio: between(0, 1).default(0).meta({
    unit: 'of a letter’s side',
    description: 'Space between the letters of the sheet.',
  }),
  marginRatio: between(0, 1).default(0).meta({
    unit: 'of a letter’s side',
    description: 'Space around all letters of a fitted page.',
  }),
  paper: z
    .union([z.literal('transparent'), colourText])
    .default('#ffffff')
    .meta({
      allowed: 'a colour like "#ffcc00" (in quotes), or transparent',
      description:
        'The colour of the sheet where no letter covers it. JPEG knows no transparency and shows white.',
    }),
  captions: z.enum(['none', 'letter', 'artwork', 'both']).default('none').meta({
    flag: 'captions',
    value: 'WHAT',
    description: 'What is written below each letter: its name, that of its artwork, or both.',
  }),
  captionFont: z.enum(['quiet', 'alphabet']).default('quiet').meta({
    description: 'The font of the captions: a quiet one that comes with the program, or the alphabet’s own.',
  }),
  page: page
    .prefault({})
    .meta({ description: 'The page of the sheet: paper size, resolution, what a printer needs.' }),
});
