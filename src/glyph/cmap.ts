import { viewOf } from './container.js';

/** A subtable of a character map as its record names it. */
interface Subtable {
  readonly platform: number;
  readonly encoding: number;
  readonly format: number;
  readonly bytes: Uint8Array;
}

/**
 * The character map for HarfBuzz: as it is where it speaks Unicode in a format that HarfBuzz reads; else, from the best of the
 * others, one of format 12. Symbol fonts (platform 3, encoding 0) answer to U+F000 + code and to the code itself, maps in old
 * encodings to what these mean. Undefined for a map without any character.
 */
export function readableCmap(cmap: Uint8Array): Uint8Array | undefined {
  const subtables = subtablesOf(cmap);
  if (subtables.some(isDirect)) return subtables.some(isSymbol) ? withoutSymbols(cmap) : cmap;
  for (const subtable of subtables.sort((a, b) => b.platform - a.platform)) {
    const glyphs = unicodesOf(subtable);
    if (glyphs.size > 0) return writeFormat12(glyphs);
  }
  return undefined;
}

function subtablesOf(cmap: Uint8Array): Subtable[] {
  const view = viewOf(cmap);
  const subtables: Subtable[] = [];
  const count = cmap.length < 4 ? 0 : view.getUint16(2);
  for (let at = 4; at < 4 + 8 * count && at + 8 <= cmap.length; at += 8) {
    const bytes = cmap.subarray(view.getUint32(at + 4));
    if (bytes.length < 10) continue;
    const format = viewOf(bytes).getUint16(0);
    subtables.push({ platform: view.getUint16(at), encoding: view.getUint16(at + 2), format, bytes });
  }
  return subtables;
}

const isUnicode = ({ platform, encoding }: Subtable): boolean =>
  platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));

const isDirect = (subtable: Subtable): boolean =>
  isUnicode(subtable) && [0, 4, 6, 10, 12, 13].includes(subtable.format);

const isSymbol = ({ platform, encoding }: Subtable): boolean => platform === 3 && encoding === 0;

/** HarfBuzz would take the symbols where there are both. */
function withoutSymbols(cmap: Uint8Array): Uint8Array {
  const view = viewOf(cmap);
  const records = Array.from({ length: view.getUint16(2) }, (_, index) => 4 + 8 * index).filter(
    (at) => at + 8 <= cmap.length && view.getUint32(at) !== 0x00030000,
  );
  const headerBytes = 4 + 8 * records.length;
  const changed = new Uint8Array(headerBytes + cmap.length);
  changed.set(cmap, headerBytes);
  const header = viewOf(changed);
  header.setUint32(0, records.length);
  records.forEach((at, index) => {
    header.setUint32(4 + 8 * index, view.getUint32(at));
    header.setUint32(8 + 8 * index, view.getUint32(at + 4) + headerBytes);
  });
  return changed;
}

/** Old encodings by platform and number, as TextDecoder calls them. */
const encodings: Readonly<Record<string, string>> = {
  '1.0': 'macintosh',
  '1.1': 'shift_jis',
  '1.2': 'big5',
  '1.3': 'euc-kr',
  '1.7': 'x-mac-cyrillic',
  '1.25': 'gb18030',
  '3.2': 'shift_jis',
  '3.3': 'gb18030',
  '3.4': 'big5',
  '3.5': 'euc-kr',
};

/** A Macintosh language by its number, plus one (OpenType, "cmap"), and where its encoding is not that of Western Europe. */
const macTurkish = 18;
const turkishLetters: Readonly<Record<number, string>> = {
  218: 'Ğ',
  219: 'ğ',
  220: 'İ',
  221: 'ı',
  222: 'Ş',
  223: 'ş',
};

const languageOf = ({ format, bytes }: Subtable): number => (format <= 6 ? viewOf(bytes).getUint16(4) : 0);

/** Glyphs by code point; what leads out of the table is left out. */
function unicodesOf(subtable: Subtable): Map<number, number> {
  const { platform, encoding } = subtable;
  const glyphs = new Map<number, number>();
  const name = encodings[`${platform}.${encoding}`];
  const symbols = isSymbol(subtable);
  if (name === undefined && !symbols && !isUnicode(subtable)) return glyphs;
  const decoder = name === undefined ? undefined : new TextDecoder(name, { fatal: true });
  const turkish = name === 'macintosh' && languageOf(subtable) === macTurkish;
  for (const [code, glyph] of codesOf(subtable)) {
    const letter = turkish ? turkishLetters[code] : undefined;
    const point = letter?.codePointAt(0) ?? (decoder === undefined ? code : decoded(code, decoder));
    if (glyph === 0 || point === undefined || point > 0x10ffff) continue;
    glyphs.set(point, glyph);
    if (symbols && point >= 0xf000 && point <= 0xf0ff) glyphs.set(point - 0xf000, glyph);
  }
  return glyphs;
}

function decoded(code: number, decoder: TextDecoder): number | undefined {
  try {
    const text = decoder.decode(Uint8Array.from(code > 0xff ? [code >> 8, code & 0xff] : [code]));
    return [...text].length === 1 ? text.codePointAt(0) : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers of a table; 0 beyond its end. */
interface Numbers {
  word(at: number): number;
  long(at: number): number;
}

type Codes = Generator<readonly [code: number, glyph: number]>;

/** How the formats that HarfBuzz does not read everywhere list their codes (OpenType, "cmap"). */
const readers: Readonly<Record<number, (numbers: Numbers) => Codes>> = {
  *0({ word }) {
    for (let code = 0; code < 256; code += 2) {
      yield [code, word(6 + code) >> 8];
      yield [code + 1, word(6 + code) & 0xff];
    }
  },
  *2({ word }) {
    for (let high = 0; high < 256; high++) {
      const at = 518 + word(6 + 2 * high);
      const [first, count, delta] = [word(at), word(at + 2), word(at + 4)];
      // The header at offset 0 is that of single bytes.
      const single = at === 518;
      for (let low = single ? high : first; low < (single ? high + 1 : Math.min(256, first + count)); low++) {
        if (low < first || low >= first + count) continue;
        const glyph = word(at + 6 + word(at + 6) + 2 * (low - first));
        yield [single ? low : high * 256 + low, glyph === 0 ? 0 : (glyph + delta) & 0xffff];
      }
    }
  },
  *4({ word }) {
    const doubled = word(6);
    for (let at = 14; at < 14 + doubled; at += 2) {
      const [last, first, delta] = [word(at), word(at + 2 + doubled), word(at + 2 + 2 * doubled)];
      const offsetAt = at + 2 + 3 * doubled;
      const away = word(offsetAt);
      for (let code = first; code <= last; code++) {
        const glyph = away === 0 ? code : word(offsetAt + away + 2 * (code - first));
        yield [code, glyph === 0 && away > 0 ? 0 : (glyph + delta) & 0xffff];
      }
    }
  },
  *6({ word }) {
    for (let index = 0; index < word(8); index++) yield [word(6) + index, word(10 + 2 * index)];
  },
  *8({ long }) {
    for (let group = 0; group < long(8204); group++) {
      const at = 8208 + 12 * group;
      for (let code = long(at); code <= long(at + 4); code++) yield [code, long(at + 8) + code - long(at)];
    }
  },
};

/** More codes than there are characters are those of a damaged table. */
const mostCodes = 0x110000;

function* codesOf({ format, bytes }: Subtable): Codes {
  const view = viewOf(bytes);
  const word = (at: number): number => (at + 2 <= bytes.length ? view.getUint16(at) : 0);
  const long = (at: number): number => (at + 4 <= bytes.length ? view.getUint32(at) : 0);
  let left = mostCodes;
  for (const each of readers[format]?.({ word, long }) ?? []) {
    if (left-- === 0) return;
    yield each;
  }
}

function writeFormat12(glyphs: ReadonlyMap<number, number>): Uint8Array {
  const groups = [...glyphs].sort(([a], [b]) => a - b);
  const cmap = new Uint8Array(28 + 12 * groups.length);
  const view = viewOf(cmap);
  [0, 1, 3, 10, 0, 12, 12, 0].forEach((value, at) => void view.setUint16(2 * at, value));
  [16 + 12 * groups.length, 0, groups.length].forEach((value, at) => void view.setUint32(16 + 4 * at, value));
  groups.forEach(([code, glyph], at) => {
    [code, code, glyph].forEach((value, each) => void view.setUint32(28 + 12 * at + 4 * each, value));
  });
  return cmap;
}
