import { describe, expect, it } from 'vitest';
import { createLiveView } from '../../src/cli/live-view.js';
import { createPlainView } from '../../src/cli/plain-view.js';
import { createProgressCount } from '../../src/cli/progress-count.js';
import type { Screen } from '../../src/cli/screen.js';
import { createView } from '../../src/cli/view.js';
import { describeDuration, describeTimeLeft, wrapWords } from '../../src/cli/words.js';
import type { Progress } from '../../src/index.js';

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

/** A clock that goes on by six seconds each time somebody looks at it. */
function createClock(): () => number {
  let nowMs = 0;
  return () => {
    nowMs += 6000;
    return nowMs;
  };
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
    const view = createPlainView(screen, createClock());
    for (const each of records) view.show(each);
    expect(
      text(),
    ).toBe(`2 letters to make, 1 kept; 6 iterations each, 2 at a time, onnxruntime cpu (as chosen)
note: sea.jpg is used twice
A: started with sea.jpg
B: started with sky??[2J.jpg
A: iteration 5/6, loss 0.200, about 10 s left
A: done in 1 min 1 s, loss 0.123 (1 of 2)
B: failed: Expected a picture, got noise.
sheet: out/sheet.png
`);
  });

  it('tell now and then how far the pairing is', () => {
    const { screen, text } = record();
    const view = createPlainView(screen, createClock());
    for (let done = 3; done <= 12; done++) view.show({ kind: 'pairing', done, artworks: 12 });
    expect(text()).toBe(
      [5, 10].map((at) => `finding out which artworks suit which letters: ${at} of 12\n`).join(''),
    );
  });

  it('fall silent once closed', () => {
    const { screen, text } = record();
    const view = createPlainView(screen, createClock());
    view.close();
    view.show(records[0]!);
    expect(text()).toBe('');
  });
});

describe('the live view', () => {
  it('shows the letters in work, the loss and the time left below what is finished', () => {
    const { screen, text } = record();
    const view = createLiveView(screen, createClock());
    for (const each of records.slice(0, 11)) view.show(each);
    expect(showOnTerminal(text())).toEqual([
      '2 letters to make, 1 kept; 6 iterations each, 2 at a time, onnxruntime cpu (as chosen)',
      'note: sea.jpg is used twice',
      '  A   1 min 1 s   loss 0.123    sea.jpg',
      '  B   ██████████░░░░░░░░░░     3/6   loss 0.333    100 px',
      '1 of 2 letters done, about 5 s left',
      '',
    ]);
  });

  it('shows how far the pairing is, in one line that gives way to the plan', () => {
    const { screen, text } = record();
    const view = createLiveView(screen, createClock());
    for (const done of [3, 4]) view.show({ kind: 'pairing', done, artworks: 12 });
    expect(showOnTerminal(text())).toEqual(['finding out which artworks suit which letters: 4 of 12', '']);
    view.show(records[0]!);
    expect(showOnTerminal(text()).join()).not.toContain('finding out');
  });

  it('leaves only finished things when the run ends', () => {
    const { screen, text } = record();
    const view = createLiveView(screen, createClock());
    for (const each of records) view.show(each);
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

  it('clears what is in work when it is closed in the middle', () => {
    const { screen, text } = record();
    const view = createLiveView(screen, createClock());
    for (const each of records.slice(0, 6)) view.show(each);
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
    const view = createLiveView(screen, createClock());
    for (const each of records) view.show(each);
    expect(text().split('\x1b[?7l').length).toBe(text().split('\x1b[?7h').length);
    expect(text().lastIndexOf('\x1b[?7h')).toBeGreaterThan(text().lastIndexOf('\x1b[?7l'));
  });

  it('uses colours only where the terminal says that it has them', () => {
    for (const colours of [false, true]) {
      const { screen, text } = record(colours);
      const view = createLiveView(screen, createClock());
      for (const each of records) view.show(each);
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
});

describe('the time left', () => {
  /** A run of letters of so many seconds each by so many processes: what is said of the time left, and how much it was. */
  function saidAndTrue(
    seconds: readonly number[],
    workers: number,
  ): { said: number; really: number; ended: number }[] {
    let now = 0;
    const count = createProgressCount(() => 1000 * now);
    const letters = seconds.map((_, at) => String.fromCharCode(65 + at));
    count.add({ ...(records[0] as Extract<Progress, { kind: 'plan' }>), letters, workers });
    const started = new Map<number, number>();
    const told: { said: number; at: number; ended: number }[] = [];
    for (let next = 0, ended = 0; ended < seconds.length; now += 0.5) {
      for (const [at, since] of started) {
        const workRatio = Math.min(1, (now - since) / seconds[at]!);
        const letter = letters[at]!;
        if (workRatio < 1) count.add({ ...(iteration(letter, 1) as object), workRatio } as Progress);
        else {
          count.add({ kind: 'done', letter, file: '', seconds: seconds[at]!, evaluations: 1, loss: 1 });
          started.delete(at);
          ended++;
        }
      }
      while (started.size < workers && next < seconds.length) {
        started.set(next, now);
        count.add({ kind: 'started', letter: letters[next++]!, artwork: 'sea.jpg' });
      }
      const said = count.secondsLeft();
      if (said !== undefined) told.push({ said, at: now, ended });
    }
    return told.map(({ said, at, ended }) => ({ said, really: now - at, ended }));
  }

  it.each([1, 2, 4])('is within a fifth from the third letter on, by %i processes', (workers) => {
    // The first letters of a run take longer, and no letter takes quite as long as another.
    const seconds = Array.from({ length: 26 }, (_, at) => (at < workers ? 13 : 10 + Math.sin(7 * at)));
    const told = saidAndTrue(seconds, workers).filter(
      ({ ended, really }) => ended >= Math.max(3, workers + 1) && really > 10,
    );
    expect(told.length).toBeGreaterThan(50);
    for (const { said, really } of told)
      expect(Math.abs(said - really)).toBeLessThan(Math.max(0.2 * really, 3));
  });

  it('goes down while nothing is reported', () => {
    let now = 0;
    const count = createProgressCount(() => 1000 * now);
    count.add({ ...(records[0] as Extract<Progress, { kind: 'plan' }>), letters: ['A'] });
    expect(count.secondsLeft()).toBeUndefined();
    count.add({ kind: 'started', letter: 'A', artwork: 'sea.jpg' });
    now = 4;
    count.add(iteration('A', 1));
    now = 6;
    count.add(iteration('A', 3));
    const said = count.secondsLeft()!;
    now = 8;
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
