import type { Font } from '../font.js';
import type { PartSetter } from './filling.js';
import type { Paragraph } from './paragraph.js';
import { type Block, gapsOf, isStretched } from './place-lines.js';
import type { SetGlyph, SetLine } from './set-line.js';
import type { TextLayoutSettings } from './text-layout.js';

const tatweel = '\u0640';

/** Arabic letters that hang together with what comes before and behind, and those that do with what comes before alone. */
const dual = 'بتثجحخسشصضطظعغفقكلمنهيئىپچکگیھہٹ';
const right = 'اأإآٱدذرزژوؤةڈڑےۀ';
const alefs = 'اأإآٱ';

/** Between which letters a word is drawn out best, the best first, after Microsoft's "Middle East text justification"; `$` is the word's end. */
const ranks = [/ـ./u, /[سشصض]./u, /.[ةهدذہۀ]$/u, /.[اأإآٱطظلكکگ]$/u, /.[وعغقف]$/u, /..$/u, /./u];

/**
 * Where a line that is one Arabic word may be drawn out by a stroke (tatweel) between two letters that hang together: a UTF-16 offset.
 * Undefined where no two do.
 */
function placeIn(text: string): number | undefined {
  const letters = [...text.matchAll(/\p{L}/gu)].map(({ 0: letter, index }) => ({ letter, index }));
  let best: { readonly rank: number; readonly place: number } | undefined;
  letters.forEach(({ letter }, at) => {
    const next = letters[at + 1];
    if (next === undefined || !hang(letter, next.letter)) return;
    const beyond = letters[at + 2];
    const last = beyond === undefined || !hang(next.letter, beyond.letter);
    const rank = ranks.findIndex((each) => each.test(`${letter}${next.letter}${last ? '' : '…'}`));
    // Of equal places the last one: words are drawn out towards their end.
    if (best === undefined || rank <= best.rank) best = { rank, place: next.index };
  });
  return best?.place;
}

function hang(one: string, next: string): boolean {
  const ligature = one === 'ل' && alefs.includes(next);
  return !ligature && (dual + tatweel).includes(one) && (dual + right + tatweel).includes(next);
}

/**
 * The lines of a block that are to fill the measure (em) and have no room that could be widened, because they are one Arabic word, drawn
 * out as wide as it. Lines with nothing that can be drawn out stay as they are.
 */
export function drawOutWords(
  block: Block,
  measure: number,
  {
    align,
    parts,
    font,
  }: Pick<TextLayoutSettings, 'align'> & { readonly parts: PartSetter; readonly font: Font },
): Block {
  const hasTatweel = (face: number): boolean => font.faces[face]!.glyphIndex(tatweel) !== undefined;
  const lines = block.lines.map((line) => {
    const room = measure - line.width;
    if (!isStretched(line, align) || room <= 1e-6 || gapsOf(line, align).length > 0) return line;
    const { paragraph, start, end } = line;
    const set = (drawn: Paragraph): SetLine =>
      parts.lineOf(drawn, { start, end: end + drawn.text.length - paragraph.text.length });
    return { ...line, ...drawnOut({ paragraph, line }, measure, { set, hasTatweel }) };
  });
  return { ...block, lines };
}

/**
 * The line as wide as the measure (em), one of its words drawn out by as many strokes as it takes; they lie over each other by what would be
 * too much. Undefined where nothing can be drawn out.
 */
function drawnOut(
  { paragraph, line }: { readonly paragraph: Paragraph; readonly line: SetLine },
  measure: number,
  { set, hasTatweel }: { set(paragraph: Paragraph): SetLine; hasTatweel(face: number): boolean },
): SetLine | undefined {
  const within = placeIn(paragraph.text.slice(line.start, line.end));
  const place = line.start + (within ?? 0);
  const run = paragraph.runs.find(({ start, end }) => start < place && place < end);
  if (within === undefined || run?.script !== 'Arab' || !hasTatweel(run.face)) return undefined;
  // The first stroke may bring letters into other forms; each one more is as wide as the other.
  const [one, two] = [1, 2].map((strokes) => set(withStrokes(paragraph, place, strokes)).width);
  const gained = two! - one!;
  if (!(gained > 1e-3)) return undefined;
  const count = 1 + Math.max(0, Math.ceil((measure - one!) / gained - 1e-9));
  const drawn = set(withStrokes(paragraph, place, count));
  const isStroke = ({ at }: SetGlyph): boolean => at >= place && at < place + count;
  const excess = drawn.width - measure;
  if (drawn.glyphs.filter(isStroke).length !== count || excess < -1e-6 || excess > count * gained)
    return undefined;
  let passed = 0;
  const glyphs = drawn.glyphs.map((each) => {
    const x = each.x - (passed * excess) / count;
    if (isStroke(each)) passed++;
    const at = each.at < place ? each.at : Math.max(place - 1, each.at - count);
    return { ...each, x, at };
  });
  return { ...line, glyphs, width: measure };
}

/** The paragraph with strokes put in at a place that is within a run. */
function withStrokes(paragraph: Paragraph, place: number, count: number): Paragraph {
  const put = (text: string): string => text.slice(0, place) + tatweel.repeat(count) + text.slice(place);
  const moved = (at: number): number => (at >= place ? at + count : at);
  return {
    ...paragraph,
    text: put(paragraph.text),
    shaped: put(paragraph.shaped),
    widths: new Map([...paragraph.widths].map(([at, width]) => [moved(at), width])),
    hyphens: new Set([...paragraph.hyphens].map(moved)),
    runs: paragraph.runs.map((run) => ({ ...run, start: moved(run.start), end: moved(run.end) })),
  };
}
