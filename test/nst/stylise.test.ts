import { describe, expect, test } from 'vitest';
import { type Backend, createBatcher, onnxruntimeCpu, type Values } from '../../src/backend/index.js';
import { inverted } from '../../src/base/masks.js';
import { cropPlanes, type Planes, square } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { port } from '../../src/nst/objectives/ports.js';
import type { RegionsObjective } from '../../src/nst/objectives/regions/regions.js';
import type { ScaleInput, StyleSource, Weights } from '../../src/nst/objectives/regions/scale-input.js';
import { planScales } from '../../src/nst/scales.js';
import type { Frame, ScaleState, Stylised, StyliseOptions } from '../../src/nst/stylise.js';
import { createStyliser } from '../../src/nst/styliser.js';
import { planes } from '../support/planes.js';
import { smallEncoder } from '../support/small-encoder.js';
import { relativeDistance } from '../support/tensors.js';

const weights: Weights = {
  content: 0.1,
  layers: [1, 1, 1, 1],
  totalVariation: 0.1,
  variationKnee: 0.1,
  tone: 1,
  fitRatio: 0.02,
  startNoise: 0.02,
  evaluationsPerIteration: 5,
  enough: 0,
};

/** Waves that are dark on the left and light on the right. */
const waves = (side: number): Planes =>
  planes(side, 3, (x, y, channel) => 0.2 + 0.5 * x + 0.2 * Math.sin((8 + channel) * (x + y)));
/** A source of its own kind: stripes. */
const stripes = (side: number): Planes =>
  planes(side, 3, (x, y, channel) => 0.5 + 0.4 * Math.sin(40 * x + 9 * y * channel));

const everywhere = (side: number): Planes => planes(side, 1, () => 1);

/** A bar on a ground, to be painted with waves. */
function bar(
  sizePx: number,
  iterations: number,
  changes: (side: number) => Partial<ScaleInput> = () => ({}),
): ScaleInput[] {
  return planScales(square(sizePx), iterations).map((scale) => {
    const side = scale.canvas.width;
    const inside = (x: number): number => (x > 0.35 && x < 0.65 ? 1 : 0);
    const source = (from: number, to: number): StyleSource[] => [
      { picture: waves(side), mask: planes(side, 1, (x) => (x >= from && x < to ? 1 : 0)), share: 1 },
    ];
    return {
      ...scale,
      regions: { ink: planes(side, 1, (x) => inside(x)), ground: planes(side, 1, (x) => 1 - inside(x)) },
      guide: planes(side, 3, (x) => 0.8 - 0.6 * inside(x)),
      sources: { ink: source(0, 0.4), ground: source(0.6, 1) },
      tones: { ink: { side: 'below', limit: 0.35 }, ground: { side: 'above', limit: 0.65 } },
      ...changes(side),
    };
  });
}

/** The scales that are handed in are their own inputs. */
const objective = (changes: Partial<RegionsObjective> = {}): RegionsObjective => ({
  kind: 'regions',
  inputAt: async (scale) => scale as ScaleInput,
  weights,
  random: createRandom(1),
  ...changes,
});

/** onnxruntime, keeping what the objective is fed. */
function listening(): { backend: Backend; fed: Values[] } {
  const real = onnxruntimeCpu({ threads: 1 });
  const fed: Values[] = [];
  const backend: Backend = {
    ...real,
    compile: async (program) => {
      const executable = await real.compile(program);
      if (program.outputs[port.gradient] === undefined) return executable;
      return {
        release: executable.release,
        run: (feeds) => {
          fed.push(feeds);
          return executable.run(feeds);
        },
      };
    },
  };
  return { backend, fed };
}

describe('stylising a letter', () => {
  test('keeps a frame of every iteration, spends what it says and goes down', async () => {
    const { backend, fed } = listening();
    const styliser = createStyliser(backend, smallEncoder());
    const frames: Frame[] = [];
    const { picture, evaluations, losses } = await styliser.stylise(bar(160, 6), objective(), {
      onFrame: (frame) => {
        frames.push(frame);
      },
    });
    await styliser.close();

    expect(frames.map(({ iteration, sizePx }) => [iteration, sizePx])).toEqual([
      [1, 80],
      [2, 80],
      [3, 80],
      [4, 80],
      [5, 80],
      [6, 160],
    ]);
    expect(frames.at(-1)!.workRatio).toBeCloseTo(1, 9);
    expect([picture.width, picture.height, picture.channels]).toEqual([160, 160, 3]);
    // A third of five, rounded up, at the coarse scale, and three quarters at the full one.
    expect(evaluations).toBe(5 * 2 + 4);
    expect(fed).toHaveLength(evaluations);
    for (let at = 1; at < 5; at++) expect(frames[at]!.loss).toBeLessThanOrEqual(frames[at - 1]!.loss);
    expect(frames[4]!.loss).toBeLessThan(0.9);
    const { total, ...parts } = losses;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(total!, 4);
  });

  test('gives the same picture for the same seed and another for another', async () => {
    const styliser = createStyliser(onnxruntimeCpu({ threads: 1 }), smallEncoder());
    const make = async (seed: number): Promise<Float32Array> =>
      (await styliser.stylise(bar(64, 2), objective({ random: createRandom(seed) }))).picture.data;
    const [first, again, other] = [await make(1), await make(1), await make(2)];
    await styliser.close();
    expect(again).toEqual(first);
    expect(relativeDistance(other, first)).toBeGreaterThan(1e-3);
  });

  test('goes on after any scale to the same picture', async () => {
    const styliser = createStyliser(onnxruntimeCpu({ threads: 1 }), smallEncoder());
    const states: ScaleState[] = [];
    const onScale = ({ picture, ...state }: ScaleState): void => {
      states.push({ ...state, picture: { ...picture, data: picture.data.slice() } });
    };
    const whole = await styliser.stylise(bar(160, 4), objective(), { onScale });
    expect(states.map(({ scale, iteration }) => [scale, iteration])).toEqual([[1, 3]]);
    const resumed = await styliser.stylise(bar(160, 4), objective(), { resume: states[0] });
    await styliser.close();
    expect(resumed).toEqual(whole);
  });
});

describe('letters that are stylised side by side', () => {
  /** Each from its own seed, the third one over a scale more than the others. */
  const wanted = [
    [1, bar(64, 3)],
    [2, bar(64, 3)],
    [3, bar(160, 4)],
  ] as const;

  async function makeTogether(gainsByBatches: boolean): Promise<{ made: Stylised[]; runs: number }> {
    const { backend, fed } = listening();
    const batcher = createBatcher(3);
    const styliser = createStyliser({ ...backend, gainsByBatches }, smallEncoder(), { batcher });
    const leaves = wanted.map(() => batcher.enter());
    const made = await Promise.all(
      wanted.map(async ([seed, scales], at) => {
        const result = await styliser.stylise(scales, objective({ random: createRandom(seed) }));
        leaves[at]!();
        return result;
      }),
    );
    await styliser.close();
    return { made, runs: fed.length };
  }

  async function makeAlone(): Promise<{ made: Stylised[]; runs: number }> {
    const { backend, fed } = listening();
    const styliser = createStyliser(backend, smallEncoder());
    const made: Stylised[] = [];
    for (const [seed, scales] of wanted) {
      made.push(await styliser.stylise(scales, objective({ random: createRandom(seed) })));
    }
    await styliser.close();
    return { made, runs: fed.length };
  }

  test('are what they are alone, in fewer runs, where a backend gains by that', async () => {
    const [alone, together] = [await makeAlone(), await makeTogether(true)];
    expect(together.runs).toBeLessThan(0.85 * alone.runs);
    for (const [at, { picture, evaluations, losses }] of together.made.entries()) {
      const own = alone.made[at]!;
      expect(evaluations).toBe(own.evaluations);
      expect(relativeDistance(picture.data, own.picture.data)).toBeLessThan(1e-4);
      for (const [name, loss] of Object.entries(own.losses)) expect(losses[name]).toBeCloseTo(loss, 4);
    }
  });

  test('are to the byte what they are alone where it gains nothing', async () => {
    const [alone, together] = [await makeAlone(), await makeTogether(false)];
    expect(together.made).toEqual(alone.made);
  });

  test('go on when one of them fails', async () => {
    const batcher = createBatcher(2);
    const styliser = createStyliser(
      { ...onnxruntimeCpu({ threads: 1 }), gainsByBatches: true },
      smallEncoder(),
      { batcher },
    );
    const [leave, leaveToo] = [batcher.enter(), batcher.enter()];
    const scales = bar(64, 5);
    const failed = styliser
      .stylise(scales, objective(), {
        onFrame: ({ iteration }) => {
          if (iteration === 2) throw new Error('no space left');
        },
      })
      .finally(leave);
    const other = styliser.stylise(scales, objective({ random: createRandom(2) })).finally(leaveToo);
    await expect(failed).rejects.toThrow('no space left');
    expect((await other).picture.width).toBe(64);
    await styliser.close();
  });
});

/** Makes a letter in few evaluations, with all that the objective was fed. */
async function made(
  scales: readonly ScaleInput[],
  changes: Partial<Weights> = {},
  { start, ...options }: StyliseOptions & Pick<RegionsObjective, 'start'> = {},
): Promise<Stylised & { fed: Values[] }> {
  const { backend, fed } = listening();
  const styliser = createStyliser(backend, smallEncoder());
  const changed = objective({ weights: { ...weights, ...changes }, start });
  const result = await styliser.stylise(scales, changed, options);
  await styliser.close();
  return { ...result, fed };
}

describe('what a letter starts from', () => {
  const look = { evaluationsPerIteration: 1, startNoise: 0 };

  test('is its guide', async () => {
    const scales = bar(40, 1);
    const { picture } = await made(scales, look);
    const { guide } = scales[0]!;
    const inset = (guide.width - 40) / 2;
    expect(picture).toEqual(cropPlanes(guide, { left: inset, top: inset, width: 40, height: 40 }));
  });

  test('is another picture where one is given, with noise as strong as asked for', async () => {
    const scales = bar(40, 1);
    const start = stripes(scales[0]!.canvas.width);
    const plain = (await made(scales, look, { start })).picture;
    const inset = (start.width - 40) / 2;
    expect(plain).toEqual(cropPlanes(start, { left: inset, top: inset, width: 40, height: 40 }));
    const noisy = (await made(scales, { ...look, startNoise: 0.1 }, { start })).picture;
    const steps = noisy.data.map((value, at) => Math.abs(value - plain.data[at]!));
    expect(Math.max(...steps)).toBeGreaterThan(0.09);
    expect(Math.max(...steps)).toBeLessThanOrEqual(0.1001);
  });
});

test('looks no more where an iteration gained too little, and shows the iterations that are left', async () => {
  const frames: Frame[] = [];
  const paint = (enough: number, onFrame?: (frame: Frame) => void) =>
    made(bar(40, 4), { enough, evaluationsPerIteration: 100 }, { onFrame });
  const whole = await paint(0);
  const short = await paint(1, (frame) => frames.push(frame));
  // Five of each iteration, of which the first one that looks five times is the second.
  expect([whole.evaluations, short.evaluations]).toEqual([20, 10]);
  expect(frames.map(({ iteration, evaluations }) => [iteration, evaluations])).toEqual([
    [1, 5],
    [2, 10],
    [3, 10],
    [4, 10],
  ]);
  expect(frames[3]!.picture).toEqual(frames[1]!.picture);
  expect(whole.losses.total).toBeLessThan(short.losses.total!);
});

describe('the sources of a region', () => {
  const once = { evaluationsPerIteration: 1 };
  const targetsOf = (fed: readonly Values[]) =>
    Object.entries(fed[0]!).filter(([name]) => /^(mean|covariance)\.\w+\.ink$/.test(name));
  const painted = (sources: (side: number) => readonly StyleSource[]) =>
    made(
      bar(40, 1, (side) => ({ sources: { ink: sources(side), ground: sources(side) } })),
      once,
    );
  const wave = (side: number, share = 1): StyleSource => ({
    picture: waves(side),
    mask: everywhere(side),
    share,
  });
  const stripe = (side: number, share = 1): StyleSource => ({
    picture: stripes(side),
    mask: everywhere(side),
    share,
  });

  test('are blended in the statistics, each by its share', async () => {
    const [one, other, blend] = await Promise.all([
      painted((side) => [wave(side)]),
      painted((side) => [stripe(side)]),
      painted((side) => [wave(side, 6), stripe(side, 2)]),
    ]);
    const [ones, others] = [new Map(targetsOf(one.fed)), new Map(targetsOf(other.fed))];
    expect(targetsOf(blend.fed)).toHaveLength(8);
    for (const [name, target] of targetsOf(blend.fed)) {
      const average = ones.get(name)!.map((value, at) => (3 * value + others.get(name)![at]!) / 4);
      expect(relativeDistance(target, average)).toBeLessThan(1e-5);
      expect(relativeDistance(ones.get(name)!, average)).toBeGreaterThan(1e-3);
    }
  });

  test('may have any size, and a blend of an artwork with itself is that artwork', async () => {
    const alone = await painted((side) => [wave(2 * side)]);
    const twice = await painted((side) => [wave(2 * side, 3), wave(2 * side, 1)]);
    for (const [at, [name, target]] of targetsOf(twice.fed).entries()) {
      const [sameName, same] = targetsOf(alone.fed)[at]!;
      expect(name).toBe(sameName);
      expect(relativeDistance(target, same)).toBeLessThan(1e-6);
    }
    for (const [name, loss] of Object.entries(twice.losses))
      expect(Math.abs(loss - alone.losses[name]!)).toBeLessThan(1e-4);
  });

  test('count only under their mask', async () => {
    const half = (side: number): StyleSource => ({
      ...wave(side),
      mask: planes(side, 1, (x) => (x < 0.5 ? 1 : 0)),
    });
    const spoilt = (side: number): StyleSource => ({
      ...half(side),
      picture: {
        ...waves(side),
        data: waves(side).data.map((value, at) => (at % side < 0.75 * side ? value : 0)),
      },
    });
    const [clean, other] = [await painted((side) => [half(side)]), await painted((side) => [spoilt(side)])];
    // The spoilt places lie beyond the reach of the finest features.
    const finest = ([name]: readonly [string, unknown]): boolean => name.includes('relu1');
    const found = targetsOf(other.fed).filter(finest);
    expect(found).toHaveLength(2);
    for (const [at, [, target]] of found.entries())
      expect(relativeDistance(target, targetsOf(clean.fed).filter(finest)[at]![1])).toBeLessThan(1e-5);
  });

  test('cost nothing where there are none: such a region is left to the content', async () => {
    const scales = bar(40, 2, (side) => ({
      sources: { ink: [wave(side)], ground: [] },
      tones: {},
    }));
    const { losses, picture } = await made(scales);
    const parts = Object.entries(losses).filter(([name]) => name.endsWith('.ground'));
    expect(parts).toHaveLength(8);
    for (const [, loss] of parts) expect(loss).toBe(0);
    expect(losses['mean.relu1.ink']).toBeGreaterThan(0);
    expect(losses.tone).toBe(0);
    expect(picture.data.every(Number.isFinite)).toBe(true);
  });
});

test('a picture may have any shape', async () => {
  const size = { width: 200, height: 72 };
  const scales = planScales(size, 4, { letterPx: 60, formPx: 160 }).map((scale): ScaleInput => {
    const ink = planes(scale.canvas, 1, (x, y) => (x > 0.3 && x < 0.7 && y > 0.4 ? 1 : 0));
    const source = { picture: waves(64), mask: everywhere(64), share: 1 };
    return {
      ...scale,
      regions: { ink, ground: inverted(ink) },
      guide: planes(scale.canvas, 3, (x, y) => 0.2 + 0.3 * x + 0.3 * y),
      sources: { ink: [source], ground: [source] },
      tones: { ink: { side: 'below', limit: 0.35 }, ground: { side: 'above', limit: 0.65 } },
    };
  });
  const frames: Frame[] = [];
  const { picture, losses } = await made(scales, {}, { onFrame: (frame) => void frames.push(frame) });
  expect([picture.width, picture.height]).toEqual([200, 72]);
  expect(frames.map((frame) => [frame.picture.width, frame.picture.height, frame.sizePx])).toEqual([
    [100, 36, 100],
    [100, 36, 100],
    [100, 36, 100],
    [200, 72, 200],
  ]);
  expect(losses.total).toBeLessThan(1);
});

test('the tone term pulls the letter and its ground apart', async () => {
  const gap = async (tone: number): Promise<number> => {
    // Nearly alike to begin with, so that a few evaluations tell.
    const scales = bar(40, 4, (side) => ({
      guide: planes(side, 3, (x) => (x > 0.35 && x < 0.65 ? 0.45 : 0.55)),
      tones: { ink: { side: 'below', limit: 0.15 }, ground: { side: 'above', limit: 0.85 } },
    }));
    const { data } = (await made(scales, { tone, evaluationsPerIteration: 6 })).picture;
    const column = (at: number): number => data[20 * 40 + at]!;
    return column(4) - column(20);
  };
  expect(await gap(100)).toBeGreaterThan((await gap(0)) + 0.2);
});
