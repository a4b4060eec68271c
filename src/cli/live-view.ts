import { styleText } from 'node:util';
import { printable } from '../base/printable.js';
import { createProgressCount, type ProgressCount } from '../base/progress-count.js';
import type { Progress } from '../index.js';
import {
  describeMaking,
  describePairing,
  describePlan,
  describeProduct,
  describeWaiting,
} from './progress-lines.js';
import type { Screen, View } from './screen.js';
import { describeDuration, describeTimeLeft, nameFile, withoutFolder, wrapWords } from './words.js';

const tickMs = 1000;

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Finished letters scroll up as lines that stay; below them one line per letter in work, redrawn at every record. */
export function createLiveView(screen: Screen, nowMs: () => number): View {
  const count = createProgressCount(nowMs);
  const artworks = new Map<string, string>();
  const coloured = screen.hasColors?.() ?? false;
  const paint: Paint = (format, text) =>
    coloured ? styleText(format, text, { validateStream: false }) : text;
  let noun = 'letter';
  const look = (): Look => ({ noun, artworks, paint, columns: screen.columns });
  let drawn = 0;
  let open = true;

  function redraw(lasting: readonly string[], passing: readonly string[]): void {
    const erase = drawn === 0 ? '' : `\x1b[${drawn}A\r\x1b[J`;
    const block = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
    // Without wrapping a line is one row however wide its characters are, so the cursor finds its way back up.
    const unwrapped = passing.length === 0 ? '' : `\x1b[?7l${block(passing)}\x1b[?7h`;
    const wrapped = lasting.flatMap((line) => wrapWords(line, screen.columns));
    screen.write(`${erase}${block(wrapped)}${unwrapped}`);
    drawn = passing.length;
  }

  // What is left goes down between records too.
  const ticking = setInterval(() => {
    if (open && drawn > 0 && count.total() > 0) redraw([], describePassing(count, look()));
  }, tickMs);
  ticking.unref();

  return {
    show(record) {
      count.add(record);
      if (record.kind === 'plan') noun = record.of ?? 'letter';
      if (record.kind === 'started') artworks.set(record.letter, withoutFolder(record.artwork));
      if (open) redraw(describeLasting(record, look()), describeNow(record, count, look()));
    },
    close() {
      clearInterval(ticking);
      if (open) redraw([], []);
      open = false;
    },
  };
}

function describeLasting(record: Progress, { artworks, paint, columns }: Look): string[] {
  switch (record.kind) {
    case 'waiting':
      return [describeWaiting(record)];
    case 'plan':
      return describePlan(record);
    case 'done': {
      const artwork = paint('dim', artworks.get(record.letter) ?? '');
      const seconds = describeDuration(record.seconds).padStart(11);
      const loss = isNarrow(columns) ? '' : `loss ${record.loss.toPrecision(3).padEnd(8)} `;
      return [`  ${paint('green', printable(record.letter))} ${seconds}   ${loss}${artwork}`];
    }
    case 'failed':
      return wrapWords(
        `  ${printable(record.letter)}      failed   ${printable(record.message)}`,
        columns,
      ).map((line, at) => (at === 0 ? line.replace(/\S+/, (letter) => paint('red', letter)) : line));
    case 'note':
      return [`note: ${printable(record.text)}`];
    case 'sheet':
    case 'page':
      return [`${record.kind}: ${nameFile(record.file)}`];
    case 'product':
      return describeProduct(record);
    default:
      return [];
  }
}

function describeNow(record: Progress, count: ProgressCount, look: Look): string[] {
  if (record.kind === 'pairing') return [describePairing(record)];
  return describePassing(count, look);
}

/** How what is shown looks. */
interface Look {
  /** What the run makes several of. */
  readonly noun: string;
  readonly artworks: ReadonlyMap<string, string>;
  readonly paint: Paint;
  /** Of the screen, where it is one. */
  readonly columns: number | undefined;
}

/** Whether the screen has no room for all that there is to tell of a letter. */
const isNarrow = (columns = Number.POSITIVE_INFINITY): boolean => columns < 60;

function describePassing(count: ProgressCount, { noun, artworks, paint, columns }: Look): string[] {
  const left = describeTimeLeft(count.secondsLeft());
  const gone = describeDuration(count.seconds());
  const making = count.making();
  const narrow = isNarrow(columns);
  const sum = (line: string): string[] => wrapWords(line, columns).map((each) => paint('bold', each));
  if (count.ended() === count.total())
    return making === undefined ? [] : sum(`${describeMaking(making)} ${gone}${left}`);
  const letters = count.inWork().map(({ letter, seconds, shareDone, latest }) => {
    const start = `  ${paint('cyan', printable(letter))}   ${drawBar(shareDone, seconds, { paint, cells: narrow ? 8 : 20 })}`;
    if (latest === undefined)
      return `${start} searching${narrow ? '' : ` ${artworks.get(letter) ?? ''}`}, ${describeDuration(seconds)}`;
    const iterations = `${latest.iteration}/${latest.iterations}`.padStart(7);
    const size = narrow ? '' : ` ${latest.sizePx} px`;
    return `${start} ${iterations}   loss ${latest.loss.toPrecision(3).padEnd(8)}${size}`.trimEnd();
  });
  return [...letters, ...sum(`${count.ended()} of ${count.total()} ${noun}s done, ${gone}${left}`)];
}

/** A bar as full as the share; where that is not known yet, a cell that moves on with every second. */
function drawBar(
  share: number | undefined,
  seconds: number,
  { paint, cells }: { readonly paint: Paint; readonly cells: number },
): string {
  const from = share === undefined ? Math.floor(seconds) % cells : 0;
  const filled = share === undefined ? 1 : Math.round(share * cells);
  const empty = (count: number): string => (count === 0 ? '' : paint('dim', '░'.repeat(count)));
  return empty(from) + '█'.repeat(filled) + empty(cells - from - filled);
}
