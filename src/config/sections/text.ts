import { z } from 'zod';
import { between, colourText, filePath, wholeBetween, wordList } from '../fields.js';
import { namedPage } from '../paper.js';

/** What a text's page can be written as. */
const textFormats = ['png', 'jpeg', 'webp', 'avif', 'tiff', 'pdf', 'svg'] as const;
export type TextFormat = (typeof textFormats)[number];

/** A number with a unit; without one it is pixels. */
const lengthPattern = /^\s*(\d+\.?\d*|\.\d+)\s*(px|pt|mm|cm|in|%)?\s*$/;
/** Width and height, with the unit of both. */
const pagePattern = /^\s*(\d+\.?\d*|\.\d+)\s*[x×]\s*(\d+\.?\d*|\.\d+)\s*(px|pt|mm|cm|in)?\s*$/;

const pageWords =
  'a paper size (A0 to A6, letter, tabloid; A4 landscape), square, story, landscape, a form like 4:5, or width x height, like 1200x1500 or 210x297mm (px, mm, cm, in or pt)';

const length = (allowed: string) =>
  z.union([z.number().positive(), z.string().regex(lengthPattern)]).meta({ allowed });

const artwork = z.strictObject({
  file: filePath('a picture file'),
  weight: between(0.001, 1000).default(1),
  mask: filePath('a picture file').optional(),
  where: filePath('a picture file').optional(),
});

export const text = z.strictObject({
  content: z.string().default('').meta({
    allowed: 'text; an empty line starts a new stanza',
    description: 'The words. `abecedary text "…"` and `--file` win over it.',
  }),
  file: filePath('a text file').default('none').meta({
    allowed: 'the word none, or a text file in UTF-8',
    flag: 'file',
    value: 'FILE',
    description: 'Where the words are, if they are not here.',
  }),
  name: z
    .string()
    .regex(/^(?!\.)[^/\\\0:*?"<>|]{1,100}$/)
    .default('auto')
    .meta({
      allowed: 'the word auto, or a name for files, without an ending',
      flag: 'name',
      value: 'NAME',
      description: 'Name of the picture, text/NAME.png; auto takes the text file’s, or the first words.',
    }),
  formats: wordList(textFormats, { fallback: ['png'], least: 1 }).meta({
    allowed: 'png, jpeg, webp, avif, tiff, pdf, svg, or several of them in a list',
    flag: 'as',
    value: 'LIST',
    description:
      'What the page is written as beside NAME.png, which is always there; several at once are fine, like pdf,svg. PDF and TIFF have the bleed, the marks and the profile of sheet.page.',
  }),
  mode: z.enum(['whole', 'tiles']).default('whole').meta({
    flag: 'mode',
    value: 'WORD',
    description:
      'How: whole paints the set text as one picture, tiles puts single styled letters side by side.',
  }),
  each: z.enum(['page', 'stanza', 'line', 'word', 'letter']).default('page').meta({
    flag: 'each',
    value: 'WORD',
    description:
      'What gets an artwork, or a place in it, of its own when the text is made as a whole: the page has one look, or stanzas, lines, words or letters go through the artworks, or through the places of one.',
  }),
  artworks: z
    .array(z.union([filePath('a picture file'), artwork]))
    .default([])
    .transform((list) =>
      list.map((one) =>
        typeof one === 'string' ? { file: one, weight: 1, mask: undefined, where: undefined } : one,
      ),
    )
    .meta({
      allowed:
        'a list of picture files, or of entries like { file: sea.jpg, weight: 2, mask: part.png, where: left.png }',
      description:
        'The artworks of the text, for a page blended by weight; without any they come from `artworks`. A mask says which places of the artwork are used; `where` is a picture, stretched over the page, whose white places are made of this artwork.',
    }),
  page: z
    .string()
    .default('1200x1500')
    .transform((given, context) => {
      const page = namedPage(given);
      if (!pagePattern.test(page)) context.addIssue({ code: 'custom', message: `be ${pageWords}` });
      return page;
    })
    .meta({
      allowed: pageWords,
      flag: 'page',
      value: 'SIZE',
      description:
        'Size of the page that the text stands on. A form alone is made 1080 pixels across its shorter side.',
    }),
  dpi: between(10, 2400).default(300).meta({
    unit: 'pixels per inch',
    flag: 'dpi',
    value: 'N',
    description: 'What millimetres, inches and points are turned into pixels with.',
  }),
  margin: z
    .union([length('a length'), z.array(length('a length')).length(4)])
    .default('8%')
    .meta({
      allowed:
        'a length like 96, "12mm" or "8%" (of the shorter side), or a list of four: top, right, bottom, left',
      description: 'Space that stays free around the text.',
    }),
  size: z
    .union([z.literal('fit'), length('a length')])
    .default('fit')
    .meta({
      allowed: 'the word fit, or a length like 48, "36pt" or "12mm"',
      flag: 'font-size',
      value: 'SIZE',
      description: 'Font size; fit is the largest with which the text fits on its page.',
    }),
  align: z.enum(['start', 'left', 'centre', 'right', 'justify', 'justify-all']).default('start').meta({
    flag: 'align',
    value: 'WORD',
    description:
      'Where lines stand: start is left, or right for text that is read from the right; justify widens the spaces of broken lines until they fill the width, justify-all those of all lines.',
  }),
  vertical: z.enum(['top', 'middle', 'bottom']).default('middle').meta({
    description: 'Where the text stands on the page.',
  }),
  leading: between(0.5, 5).default(1.2).meta({
    unit: 'times the font size',
    description: 'From one line to the next.',
  }),
  tracking: between(-0.3, 2).default(0).meta({
    unit: 'of the font size',
    description:
      'Space between letters beyond what the font says; scripts whose letters are joined keep theirs.',
  }),
  stanzaGapRatio: between(0, 5).default(0.6).meta({
    unit: 'lines',
    description: 'Space between stanzas, beyond that between lines.',
  }),
  wrap: z.enum(['auto', 'always', 'never']).default('auto').meta({
    flag: 'wrap',
    value: 'WORD',
    description:
      'Whether lines may be broken: auto, with size: fit, only where the letters become larger by a third at least.',
  }),
  direction: z.enum(['auto', 'ltr', 'rtl']).default('auto').meta({
    description: 'Whether a line is read from the left or from the right; auto asks its first letter.',
  }),
  language: z
    .string()
    .regex(/^(auto|[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)$/)
    .default('auto')
    .meta({
      allowed: 'the word auto, or a language tag like en, tr or sr',
      description: 'Decides between the forms that some languages have of the same letter.',
    }),
  writing: z.enum(['across', 'down']).default('across').meta({
    flag: 'writing',
    value: 'WORD',
    description:
      'Which way lines run: across the page, or down, the first one at the right, as in East Asia; letters of other scripts lie on their side there.',
  }),
  path: filePath('none, circle or an SVG file').default('none').meta({
    allowed: 'the word none, the word circle, or an SVG file',
    flag: 'path',
    value: 'PATH',
    description:
      'What the text runs along instead of lines: a circle, or the first path of an SVG file, as large as the page lets it be. All lines become one.',
  }),
  hyphenate: z.boolean().default(false).meta({
    description:
      'Whether words may be divided at the end of a line, by the rules of `language`, which has to be named.',
  }),
  features: z
    .array(z.string().regex(/^[+-]?[A-Za-z0-9]{4}(=\d+)?$/))
    .default([])
    .meta({
      allowed: 'a list of OpenType features, like [smcp, ss01, -liga]',
      description: 'What the font can do beside its usual letters, or is to leave.',
    }),
  fallbackFonts: z.array(filePath('a font file')).default([]).meta({
    allowed: 'a list of font files, or names of installed fonts',
    description: 'Fonts that are asked, one after the other, for characters that the font has not.',
  }),
  ground: z
    .union([z.enum(['auto', 'styled', 'transparent']), colourText])
    .default('auto')
    .meta({
      allowed: 'auto, styled, transparent, or a colour like "#ffcc00" (in quotes)',
      flag: 'ground',
      value: 'GROUND',
      description:
        'What the text stands on: styled makes it of the artwork. auto is styled where the text is painted as a whole, and white under tiles.',
    }),
  variants: wholeBetween(1, 8).default(1).meta({
    description:
      'How many pictures there are of each letter in tiles; they take turns where a letter returns.',
  }),
});
