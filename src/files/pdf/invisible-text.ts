/** Words that are not seen but can be found and copied, at their place: points from the top left, the baseline's left end. */
export interface InvisibleWord {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly width: number;
  /** Clockwise, in radians. */
  readonly turn: number;
}

interface Document {
  ref(data: Record<string, unknown>): { data: Record<string, unknown>; end(body?: Buffer): void };
  addContent(data: string): unknown;
  readonly page: { readonly fonts: Record<string, unknown> };
}

const label = 'Unseen';

/**
 * Lays words under what is seen, in the text rendering mode that draws nothing (ISO 32000-1, 9.3.6). `font` is a TrueType file whose
 * one glyph is empty and an em wide: every code is a UTF-16 unit and leads to it, and `ToUnicode` says what it stands for.
 */
export function layInvisibleWords(
  document: Document,
  words: readonly InvisibleWord[],
  { font, pageHeight }: { readonly font: Uint8Array; readonly pageHeight: number },
): void {
  if (words.length === 0) return;
  document.page.fonts[label] = fontOf(document, font);
  const short = (value: number): string => String(Math.round(value * 1000) / 1000);
  for (const { text, x, y, size, width, turn } of words) {
    const units = Array.from({ length: text.length }, (_, at) =>
      text.charCodeAt(at).toString(16).padStart(4, '0'),
    );
    const stretch = (100 * width) / (size * units.length);
    const [cos, sin] = [Math.cos(-turn), Math.sin(-turn)];
    const matrix = [cos, sin, -sin, cos, x, pageHeight - y].map(short).join(' ');
    // The page is drawn from its top; text has to stand upright.
    document.addContent(
      `q 1 0 0 -1 0 ${short(pageHeight)} cm BT 3 Tr /${label} ${short(size)} Tf ${short(stretch)} Tz ${matrix} Tm <${units.join('')}> Tj ET Q`,
    );
  }
}

function fontOf(document: Document, font: Uint8Array): unknown {
  const name = 'ABCDEF+Unseen';
  const file = document.ref({ Length1: font.length });
  file.end(Buffer.from(font));
  const descriptor = document.ref({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: 4,
    FontBBox: [0, -200, 1000, 800],
    ItalicAngle: 0,
    Ascent: 800,
    Descent: -200,
    CapHeight: 700,
    StemV: 80,
    FontFile2: file,
  });
  descriptor.end();
  // Every code leads to the one glyph.
  const glyphs = document.ref({});
  glyphs.end(Buffer.from(Uint8Array.from({ length: 2 * 65_536 }, (_, at) => at % 2)));
  const descendant = document.ref({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
    FontDescriptor: descriptor,
    DW: 1000,
    CIDToGIDMap: glyphs,
  });
  descendant.end();
  const unicode = document.ref({});
  unicode.end(Buffer.from(toUnicode(), 'latin1'));
  const whole = document.ref({
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: unicode,
  });
  whole.end();
  return whole;
}

/** A CMap by which every code stands for itself; ranges may not run over a change of the upper byte. */
function toUnicode(): string {
  const hex = (value: number): string => value.toString(16).padStart(4, '0');
  const ranges = Array.from(
    { length: 256 },
    (_, high) => `<${hex(256 * high)}> <${hex(256 * high + 255)}> <${hex(256 * high)}>`,
  );
  const blocks = Array.from({ length: 4 }, (_, block) => ranges.slice(64 * block, 64 * block + 64));
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <ffff>',
    'endcodespacerange',
    ...blocks.flatMap((block) => [`${block.length} beginbfrange`, ...block, 'endbfrange']),
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}
