import { viewOf } from './container.js';
import type { Face } from './face.js';
import { type Feature, readFeatures } from './instance.js';

/** What marks are attached to, in font units, y up: a place of the first glyph that a place of the mark is laid on. */
export interface MarkClass {
  /** By character. */
  readonly marks: ReadonlyMap<string, AnchorPoint>;
  readonly firsts: ReadonlyMap<string, AnchorPoint>;
}

type AnchorPoint = readonly [x: number, y: number];

/** How combining marks stand on letters, and on each other. */
export interface MarkPlacing {
  readonly onLetters: readonly MarkClass[];
  readonly onMarks: readonly MarkClass[];
}

/** Letters of a script beyond these are not asked: each is tried with each mark. */
const mostLetters = 1500;
/** Marks of one class stand on the same letters, but for those that make one glyph with one of them. */
const leastCommon = 0.7;
/** Places are rounded, so that two differences of equal places may differ by one. */
const tolerance = 1;

/**
 * Where the font's own rules (GPOS, `mark` and `mkmk`) put the marks among these single characters, as HarfBuzz applies them: it is
 * asked for pairs, and marks that always stand alike to each other share a class.
 */
export function readMarks(face: Face, characters: readonly string[]): MarkPlacing {
  const tags = gposFeatures(face);
  const known = new Set(face.codePoints());
  const present = characters.filter((character) => known.has(character.codePointAt(0)!));
  const marks = present.filter((character) => /^\p{M}$/u.test(character));
  const letters = present.filter((character) => /^\p{L}$/u.test(character)).slice(0, mostLetters);
  const classes = (feature: 'mark' | 'mkmk', firsts: readonly string[], carrier: string): MarkClass[] =>
    tags.has(feature) && marks.length > 0
      ? toClasses(marks, (mark) => placesOf(face, { mark, firsts, carrier, feature }))
      : [];
  const carrier = letters.find((letter) => 'qgx'.includes(letter)) ?? letters[0];
  return {
    onLetters: classes('mark', letters, ''),
    onMarks: carrier === undefined ? [] : classes('mkmk', marks, carrier),
  };
}

function gposFeatures(face: Face): ReadonlySet<string> {
  const table = face.tables.get('GPOS');
  if (table === undefined || table.length < 10) return new Set();
  const view = viewOf(table);
  const list = view.getUint16(6);
  if (list + 2 > table.length) return new Set();
  const count = Math.min(view.getUint16(list), Math.floor((table.length - list - 2) / 6));
  return new Set(
    Array.from({ length: count }, (_, at) =>
      String.fromCharCode(...table.subarray(list + 2 + 6 * at, list + 6 + 6 * at)),
    ),
  );
}

const plain = ['-liga', '-clig', '-calt', '-rlig', '-locl', '-ccmp', '-kern'];

/** The mark's origin as it is seen from that of what it stands on; those without a rule are missing. */
function placesOf(
  face: Face,
  {
    mark,
    firsts,
    carrier,
    feature,
  }: {
    readonly mark: string;
    readonly firsts: readonly string[];
    readonly carrier: string;
    readonly feature: 'mark' | 'mkmk';
  },
): Map<string, AnchorPoint> {
  const [on, off] = [readFeatures(plain), readFeatures([...plain, `-${feature}`])];
  const places = new Map<string, AnchorPoint>();
  for (const first of firsts) {
    const text = `${carrier}${first}${mark}`;
    const placed = lastPlace(face, text, on);
    const unplaced = lastPlace(face, text, off);
    if (placed === undefined || unplaced === undefined) continue;
    if (placed[0] !== unplaced[0] || placed[1] !== unplaced[1]) places.set(first, placed);
  }
  return places;
}

/** Where the last glyph of a text stands, from the one before; undefined where they are not one glyph for each character. */
function lastPlace(face: Face, text: string, features: readonly Feature[]): AnchorPoint | undefined {
  const shaped = face.shape({
    text,
    start: 0,
    end: text.length,
    rtl: false,
    script: undefined,
    language: 'en',
    features,
  });
  if (shaped.length !== [...text].length) return undefined;
  const [before, last] = shaped.slice(-2);
  return [before!.advance + last!.dx - before!.dx, last!.dy - before!.dy];
}

function toClasses(
  marks: readonly string[],
  placesFor: (mark: string) => ReadonlyMap<string, AnchorPoint>,
): MarkClass[] {
  const classes: { marks: Map<string, AnchorPoint>; firsts: Map<string, AnchorPoint> }[] = [];
  for (const mark of marks) {
    const places = placesFor(mark);
    if (places.size === 0) continue;
    const fitting = classes
      .map((known) => ({ known, shift: shiftBetween(known.firsts, places) }))
      .find(({ shift }) => shift !== undefined);
    if (fitting === undefined) {
      classes.push({ marks: new Map([[mark, [0, 0]]]), firsts: new Map(places) });
      continue;
    }
    const [x, y] = fitting.shift!;
    fitting.known.marks.set(mark, [-x, -y]);
  }
  return classes;
}

/** How far all places lie from those that are known, where that is the same everywhere; undefined where it is not. */
function shiftBetween(
  known: ReadonlyMap<string, AnchorPoint>,
  places: ReadonlyMap<string, AnchorPoint>,
): AnchorPoint | undefined {
  let shift: AnchorPoint | undefined;
  let common = 0;
  for (const [first, place] of places) {
    const other = known.get(first);
    if (other === undefined) continue;
    common++;
    const here: AnchorPoint = [place[0] - other[0], place[1] - other[1]];
    shift ??= here;
    if (Math.abs(here[0] - shift[0]) > tolerance || Math.abs(here[1] - shift[1]) > tolerance)
      return undefined;
  }
  return common >= leastCommon * Math.max(known.size, places.size) ? shift : undefined;
}
