import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProgressCount } from '../../src/base/progress-count.js';
import { createLiveView } from '../../src/cli/live-view.js';
import { createPlainView } from '../../src/cli/plain-view.js';
import type { Screen, View } from '../../src/cli/screen.js';
import { createView } from '../../src/cli/view.js';
import { describeDuration, describeTimeLeft, wrapWords } from '../../src/cli/words.js';
import { createConfig } from '../../src/config/index.js';
import type { Progress } from '../../src/index.js';
import { expectedProducts } from '../../src/products/expected.js';

const iteration = (letter: string, at: number): Progress => ({
  kind: 'iteration',
  letter,
  iteration: at,
  iterations: 6,
  evaluations: at * 20,
  loss: 1 / at,
  sizePx: 100,
  workRatio: at / 6,
});

const done = (letter: string): Progress => ({
  kind: 'done',
  letter,
  file: `out/${letter}.png`,
  seconds: 61.4,
  evaluations: 120,
  loss: 0.12345,
});

const records: Progress[] = [
  {
    kind: 'plan',
    letters: ['A', 'B'],
    kept: ['C'],
    workers: 2,
    iterations: 6,
    engine: 'onnxruntime cpu',
    engineReason: 'as chosen',
    notes: ['sea.jpg is used twice'],
  },
  { kind: 'started', letter: 'A', artwork: '/art/sea.jpg' },
  { kind: 'started', letter: 'B', artwork: '/art/sky\n\x1b[2J.jpg' },
  ...[1, 2, 3, 4, 5, 6].map((at) => iteration('A', at)),
  iteration('B', 3),
  done('A'),
  { kind: 'failed', letter: 'B', message: 'Expected a picture, got noise.' },
  { kind: 'sheet', file: 'out/sheet.png' },
];

/** Alphabets as `alphabet --json` told of them on a machine of two cores with other work beside them: preset, size in pixels. */
const recordedNames = readdirSync(new URL('recorded', import.meta.url))
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => name.replace('.jsonl', ''));

let nowMs = 0;
const clock = (): number => nowMs;
beforeEach(() => {
  nowMs = 0;
});

/** One that does not go on ticking in the tests after it. */
function openLiveView(screen: Screen): View {
  const view = createLiveView(screen, clock);
  onTestFinished(view.close);
  return view;
}

/** Six seconds pass before each of the records. */
function showAll(view: View, some: readonly Progress[]): void {
  for (const each of some) {
    nowMs += 6000;
    view.show(each);
  }
}

function record(colours = false): { screen: Screen; text(): string } {
  const written: string[] = [];
  const screen = { isTTY: true, hasColors: () => colours, write: (text: string) => written.push(text) };
  return { screen, text: () => written.join('') };
}

/** What a terminal shows after `text`; it knows line ends and the way up with erasing, and no more. */
function showOnTerminal(text: string): string[] {
  const rows = [''];
  const [first = '', ...others] = text.replaceAll('\x1b[?7l', '').replaceAll('\x1b[?7h', '').split('\x1b[');
  const print = (printed: string) => {
    const [rest = '', ...below] = printed.split('\n');
    rows.push(`${rows.pop()}${rest}`, ...below);
  };
  print(first);
  for (const piece of others) {
    const [, up, printed = ''] = /^(?:J|(\d+)A\r)(.*)$/s.exec(piece)!;
    if (up !== undefined) rows.splice(rows.length - 1 - Number(up), Number.POSITIVE_INFINITY, '');
    print(printed);
  }
  return rows;
}

describe('plain lines', () => {
  it('tell each thing once, and every fifth iteration', () => {
    const { screen, text } = record();
    const view = createPlainView(screen, clock);
    showAll(view, records);
    expect(
      text(),
    ).toBe(`2 letters to make, 1 kept; 6 iterations each, 2 at a time, onnxruntime cpu (as chosen)
note: sea.jpg is used twice
A: started with sea.jpg
B: started with sky??[2J.jpg
A: iteration 5/6, loss 0.200, about 35 s left
A: done in 1 min 1 s, loss 0.123 (1 of 2)
B: failed: Expected a picture, got noise.
sheet: out/sheet.png
`);
  });

  it('tell now and then how far the pairing is', () => {
    const { screen, text } = record();
    const view = createPlainView(screen, clock);
    for (let done = 3; done <= 12; done++) view.show({ kind: 'pairing', done, artworks: 12 });
    expect(text()).toBe(
      [5, 10].map((at) => `finding out which artworks suit which letters: ${at} of 12\n`).join(''),
    );
  });

  it('fall silent once closed', () => {
    const { screen, text } = record();
    const view = createPlainView(screen, clock);
    view.close();
    view.show(records[0]!);
    expect(text()).toBe('');
  });
});

describe('the live view', () => {
  it('shows the letters in work, the loss and the time left below what is finished', () => {
    const { screen, text } = record();
    const view = openLiveView(screen);
    showAll(view, records.slice(0, 11));
    expect(showOnTerminal(text())).toEqual([
      '2 letters to make, 1 kept; 6 iterations each, 2 at a time, onnxruntime cpu (as chosen)',
      'note: sea.jpg is used twice',
      '  A   1 min 1 s   loss 0.123    sea.jpg',
      '  B   ███████████████░░░░░     3/6   loss 0.333    100 px',
      '1 of 2 letters done, 1 min 0 s, about 15 s left',
      '',
    ]);
  });

  it('shows how far the pairing is, in one line that gives way to the plan', () => {
    const { screen, text } = record();
    const view = openLiveView(screen);
    for (const done of [3, 4]) view.show({ kind: 'pairing', done, artworks: 12 });
    expect(showOnTerminal(text())).toEqual(['finding out which artworks suit which letters: 4 of 12', '']);
    view.show(records[0]!);
    expect(showOnTerminal(text()).join()).not.toContain('finding out');
  });

  it('says what is searched while a letter has no iteration yet, with a bar that moves', () => {
    const { screen, text } = record();
    const view = openLiveView(screen);
    showAll(view, records.slice(0, 2));
    const bar = showOnTerminal(text())[2];
    expect(bar).toBe('  A   █░░░░░░░░░░░░░░░░░░░ searching sea.jpg, 0 s');
    nowMs += 3000;
    view.show(records[2]!);
    expect(showOnTerminal(text())[2]).toBe('  A   ░░░█░░░░░░░░░░░░░░░░ searching sea.jpg, 3 s');
  });

  it('says what is made of the letters once they are done', () => {
    const { screen, text } = record();
    const view = openLiveView(screen);
    const products = [{ product: 'film', seconds: 30 }] as const;
    const plan = { ...(records[0] as Extract<Progress, { kind: 'plan' }>), letters: [], products };
    showAll(view, [plan, { kind: 'making', product: 'film' }]);
    expect(showOnTerminal(text()).at(-2)).toBe('making the films … 6 s, about 30 s left');
  });

  it('leaves only finished things when the run ends', () => {
    const { screen, text } = record();
    const view = openLiveView(screen);
    showAll(view, records);
    view.close();
    expect(showOnTerminal(text())).toEqual([
      '2 letters to make, 1 kept; 6 iterations each, 2 at a time, onnxruntime cpu (as chosen)',
      'note: sea.jpg is used twice',
      '  A   1 min 1 s   loss 0.123    sea.jpg',
      '  B      failed   Expected a picture, got noise.',
      'sheet: out/sheet.png',
      '',
    ]);
  });

  it('fits a narrow screen, and says there what counts', () => {
    const { screen, text } = record();
    const view = openLiveView({ ...screen, columns: 40 });
    showAll(view, records.slice(0, 11));
    const rows = showOnTerminal(text());
    expect(rows.filter((row) => row.length > 40)).toEqual([]);
    expect(rows.slice(-5)).toEqual([
      '  A   1 min 1 s   sea.jpg',
      '  B   ██████░░     3/6   loss 0.333',
      '1 of 2 letters done, 1 min 0 s, about 15',
      '  s left',
      '',
    ]);
  });

  it('clears what is in work when it is closed in the middle', () => {
    const { screen, text } = record();
    const view = openLiveView(screen);
    showAll(view, records.slice(0, 6));
    view.close();
    view.show(records[6]!);
    expect(showOnTerminal(text())).toEqual([
      '2 letters to make, 1 kept; 6 iterations each, 2 at a time, onnxruntime cpu (as chosen)',
      'note: sea.jpg is used twice',
      '',
    ]);
  });

  it('switches line wrapping on again after every write', () => {
    const { screen, text } = record();
    const view = openLiveView(screen);
    showAll(view, records);
    expect(text().split('\x1b[?7l').length).toBe(text().split('\x1b[?7h').length);
    expect(text().lastIndexOf('\x1b[?7h')).toBeGreaterThan(text().lastIndexOf('\x1b[?7l'));
  });

  it('uses colours only where the terminal says that it has them', () => {
    for (const colours of [false, true]) {
      const { screen, text } = record(colours);
      const view = openLiveView(screen);
      showAll(view, records);
      expect(text().includes('\x1b[32m')).toBe(colours);
    }
  });
});

describe('the choice of view', () => {
  it('is plain lines where there is no terminal', () => {
    const { screen, text } = record();
    createView({ ...screen, isTTY: false }).show(records[0]!);
    expect(text()).not.toContain('\x1b');
  });

  it('is only what goes wrong, beside the output, where it is to be quiet', () => {
    const { screen, text } = record();
    const aside = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    showAll(createView(screen, { quiet: true }), records);
    expect([text(), aside.mock.calls.map(([said]) => said)]).toEqual([
      '',
      ['B: failed: Expected a picture, got noise.\n'],
    ]);
    aside.mockRestore();
  });
});

/** A real run as `--json` told it: milliseconds since its plan, and records. */
function recordedRun(name: string): { readonly ms: number; readonly record: Progress }[] {
  const lines = readFileSync(new URL(`recorded/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const all = lines.map((line) => JSON.parse(line) as { at: number } & Progress);
  const [preset, size] = name.split('-') as ['found' | 'painted', string];
  const config = createConfig({ preset, transfer: { sizePx: Number(size) } });
  /** What a run says of its products today. */
  const withProducts = (record: Progress): Progress =>
    record.kind === 'plan'
      ? { ...record, products: expectedProducts(config, record.letters.length) }
      : record;
  return all.map(({ at, ...record }) => ({ ms: at, record: withProducts(record as Progress) }));
}

describe('the time left', () => {
  it.each(recordedNames)('of %s is within a fifth from the third letter on', (name) => {
    const run = recordedRun(name);
    const endMs = run.at(-1)!.ms;
    const count = createProgressCount(clock);
    const off: string[] = [];
    let told = 0;
    for (const { ms, record } of run) {
      nowMs = ms;
      count.add(record);
      const said = count.secondsLeft();
      if (count.ended() < 3 || said === undefined) continue;
      told++;
      const really = (endMs - ms) / 1000;
      // What is left is told in steps of five seconds.
      if (Math.abs(said - really) > Math.max(0.2 * really, 2.5))
        off.push(`${ms / 1000} s: ${said.toFixed(1)} s left, really ${really.toFixed(1)} s`);
    }
    expect(told).toBeGreaterThan(100);
    expect(off).toEqual([]);
  });

  it.each(recordedNames)('of %s, or what goes on, is seen to change every two seconds', (name) => {
    vi.useFakeTimers();
    try {
      const { screen, text } = record();
      const view = openLiveView(screen);
      let [seen, stillMs, longestMs] = ['', 0, 0];
      for (const { ms, record } of recordedRun(name)) {
        for (; nowMs + 100 <= ms; nowMs += 100) {
          vi.advanceTimersByTime(100);
          const rows = showOnTerminal(text()).join('\n');
          stillMs = rows === seen ? stillMs + 100 : 0;
          longestMs = Math.max(longestMs, stillMs);
          seen = rows;
        }
        view.show(record);
      }
      view.close();
      expect(longestMs).toBeLessThanOrEqual(2000);
    } finally {
      vi.useRealTimers();
    }
  });

  it('and the total count the letters of sets that follow once', () => {
    const count = createProgressCount(clock);
    const plan = records[0] as Extract<Progress, { kind: 'plan' }>;
    count.add({ ...plan, letters: ['A', 'B'], later: 3 });
    for (const letter of ['A', 'B']) count.add(done(letter));
    expect([count.ended(), count.total()]).toEqual([2, 5]);
    // One of the three is there already.
    count.add({ ...plan, letters: ['a', 'b'], kept: ['c'], later: 0 });
    expect([count.ended(), count.total()]).toEqual([2, 4]);
    const { screen, text } = record();
    createPlainView(screen, clock).show({ ...plan, letters: [], later: 0 });
    expect(text()).toBe('');
  });

  it('goes down while nothing is reported', () => {
    const count = createProgressCount(clock);
    count.add({ ...(records[0] as Extract<Progress, { kind: 'plan' }>), letters: ['A'] });
    expect(count.secondsLeft()).toBeUndefined();
    count.add({ kind: 'started', letter: 'A', artwork: 'sea.jpg' });
    nowMs = 4000;
    count.add(iteration('A', 1));
    nowMs = 6000;
    count.add(iteration('A', 3));
    const said = count.secondsLeft()!;
    nowMs = 8000;
    expect(count.secondsLeft()!).toBeCloseTo(said - 2);
  });

  it.each([
    [undefined, ''],
    [0, ', about 5 s left'],
    [42, ', about 45 s left'],
    [61, ', about 1 min 10 s left'],
  ])('of %s s is told no finer than it is known', (seconds, words) => {
    expect(describeTimeLeft(seconds)).toBe(words);
  });

  it('is said in lines that are broken between words', () => {
    expect(wrapWords('note: one two three', 12)).toEqual(['note: one', '  two three']);
    expect(wrapWords('  A   1 s   loss', 40)).toEqual(['  A   1 s   loss']);
  });

  it('and durations read as people say them', () => {
    expect([0.4, 59.6, 252, 3720].map(describeDuration)).toEqual([
      '0 s',
      '1 min 0 s',
      '4 min 12 s',
      '1 h 2 min',
    ]);
  });
});
