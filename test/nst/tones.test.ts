import { describe, expect, it } from 'vitest';
import { inverted } from '../../src/base/masks.js';
import { type Planes, square } from '../../src/base/pixels.js';
import { port } from '../../src/nst/objectives/ports.js';
import { toneHalvings } from '../../src/nst/objectives/regions/places.js';
import { halved } from '../../src/nst/objectives/regions/region-weights.js';
import { depthsWithin, heldPlaces, toneFeeds } from '../../src/nst/objectives/regions/tones.js';
import { planes } from '../support/planes.js';

const side = 64;
const bar = (from: number, to: number): Planes => planes(side, 1, (x) => (x >= from && x < to ? 1 : 0));
/** A letter that fills its canvas. */
const whole = (sidePx: number) => ({ canvas: square(sidePx), box: square(sidePx), letterPx: sidePx });
const held = (masks: Parameters<typeof heldPlaces>[0], fitPx: number) =>
  heldPlaces(masks, depthsWithin(masks), fitPx);
const both = (ink: Planes) => ({ ink, ground: inverted(ink) });
const limits = { ink: { side: 'below', limit: 0.3 }, ground: { side: 'above', limit: 0.7 } } as const;
const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);

describe('how often the tones of a page are halved', () => {
  it('follows from its letters, and from what both of its sides allow', () => {
    const page = (width: number, height: number, letterPx: number) =>
      toneHalvings({ canvas: { width, height }, box: { width, height }, letterPx });
    expect([page(4096, 2048, 100), page(4096, 2048, 800), page(800, 400, 400)]).toEqual([1, 4, 3]);
    expect([page(4096, 2056, 800), page(4104, 2048, 800)]).toEqual([3, 3]);
  });
});

describe('how often the tones are halved', () => {
  it.each([48, 104, 120, 144, 208, 416, 528, 816, 1040, 1048, 4112])('%i px', (sidePx) => {
    const places = sidePx / 2 ** toneHalvings(whole(sidePx));
    expect(Number.isInteger(places)).toBe(true);
    expect(places).toBeGreaterThanOrEqual(36);
  });

  it('keeps their places about as large at the sizes of one letter, and leaves the smallest pictures whole', () => {
    const [small, large] = [416, 1040].map((sidePx) => 2 ** toneHalvings(whole(sidePx)) / sidePx);
    expect(Math.max(small! / large!, large! / small!)).toBeLessThan(2);
    expect(toneHalvings(whole(64))).toBe(0);
  });
});

describe('what the outline holds', () => {
  it('is nothing at the outline and everything from the fit distance on, on both sides', () => {
    const { data } = held(both(bar(0.25, 0.75)), 8);
    const row = [...data.subarray(32 * side, 33 * side)];
    expect(Math.max(row[15]!, row[16]!, row[47]!, row[48]!)).toBeLessThan(0.05);
    expect([row[2], row[32], row[61]]).toEqual([1, 1, 1]);
    expect(row[20]).toBeCloseTo((5 / 8) ** 2, 5);
  });

  it('leaves a stroke that is thinner than the fit distance a core', () => {
    const { data } = held(both(bar(0.5, 0.5 + 6 / side)), 20);
    expect(Math.max(...data.subarray(32 * side + 32, 32 * side + 38))).toBe(1);
  });

  it('is everything where the artist’s mask leaves both regions out, and where there is only one region', () => {
    const none = planes(side, 1, () => 0);
    expect(new Set(held({ ink: none, ground: none }, 5).data)).toEqual(new Set([1]));
    expect(new Set(held(both(planes(side, 1, () => 1)), 5).data)).toEqual(new Set([1]));
  });
});

describe('what binds the tones', () => {
  const weigh = (ink: Planes, fitPx = 3, tones: Parameters<typeof toneFeeds>[2]['limits'] = limits) => {
    const masks = both(ink);
    const feeds = toneFeeds(masks, depthsWithin(masks), {
      limits: tones,
      fitPx,
      rimPx: 8,
      halvings: 0,
      weight: 2,
    });
    const shape = feeds[port.toneSign]!;
    const halvings = toneHalvings(whole(side));
    const inside = halved(ink, halvings).data;
    const counts = feeds[port.toneRoot]!.map((root) => root * root);
    return { feeds, shape, inside, counts };
  };

  it('counts ink and ground alike, together as one, however thin the letter', () => {
    for (const width of [6, 12, 30]) {
      const { counts, inside } = weigh(bar(0.25, 0.25 + width / side));
      expect(sum(counts.filter((_, at) => inside[at]! > 0.5))).toBeCloseTo(0.5, 1);
      expect(sum(counts.filter((_, at) => inside[at]! <= 0.5))).toBeCloseTo(0.5, 1);
      expect(sum(counts)).toBeLessThanOrEqual(1 + 1e-5);
    }
  });

  it('holds the ink on its side of the limit and the ground on the other', () => {
    const { feeds, inside } = weigh(bar(0.25, 0.75));
    feeds[port.toneSign]!.forEach((sign, at) => {
      expect(sign).toBe(inside[at]! > 0.5 ? 1 : -1);
      expect(feeds[port.toneLimit]![at]).toBeCloseTo(inside[at]! > 0.5 ? 0.3 : 0.7, 6);
    });
    expect([...feeds[port.toneFactor]!]).toEqual([2]);
    const turned = weigh(bar(0.25, 0.75), 3, {
      ink: { side: 'above', limit: 0.6 },
      ground: { side: 'below', limit: 0.2 },
    });
    expect(turned.feeds[port.toneSign]).toEqual(feeds[port.toneSign]!.map((sign) => -sign));
  });

  it('asks for more at the outline, and goes over into the limit away from it', () => {
    const { feeds } = weigh(bar(0.25, 0.75), 3, {
      ink: { ...limits.ink, rim: 0.1 },
      ground: { ...limits.ground, rim: 0.9 },
    });
    const row = feeds[port.toneLimit]!.subarray(32 * side, 33 * side);
    // The first place inside lies at a distance of 1.
    for (const [at, limit] of [
      [16, 0.3 - (7 / 8) * 0.2],
      [19, 0.3 - (4 / 8) * 0.2],
      [23, 0.3],
      [32, 0.3],
      [15, 0.7 + (7 / 8) * 0.2],
      [12, 0.7 + (4 / 8) * 0.2],
      [2, 0.7],
    ] as const)
      expect(row[at]).toBeCloseTo(limit, 5);
  });

  it('lets the texture leave the outline as far as it may, and no farther', () => {
    const { counts } = weigh(bar(0.25, 0.75), 8);
    const row = counts.subarray(32 * side + 16, 32 * side + 48);
    const full = row[16]!;
    // Distances are to the nearest place outside, so that the first place inside lies at 1.
    for (const [at, distance] of [
      [0, 1],
      [3, 4],
      [6, 7],
      [7, 8],
      [12, 13],
    ] as const)
      expect(row[at]! / full).toBeCloseTo(Math.min(1, (distance / 8) ** 2), 4);
    const strict = weigh(bar(0.25, 0.75), 0).counts.subarray(32 * side + 16, 32 * side + 48);
    expect(new Set(strict).size).toBe(1);
  });

  it('finds a core in a stroke that is thinner than the freedom at its outline', () => {
    const { counts } = weigh(bar(0.5, 0.5 + 4 / side), 20);
    const stroke = counts.subarray(32 * side + 32, 32 * side + 36);
    expect(Math.max(...stroke)).toBeGreaterThan(1.5 * Math.min(...stroke));
    expect(sum(counts.filter((_, at) => at % side >= 32 && at % side < 36))).toBeCloseTo(0.5, 1);
  });

  it('asks nothing of a region without a limit', () => {
    const { counts, inside } = weigh(bar(0.25, 0.75), 3, { ink: limits.ink });
    counts.forEach((count, at) => {
      if (inside[at] === 0) expect(count).toBe(0);
    });
    expect(sum(counts)).toBeCloseTo(0.5, 5);
    expect(sum(weigh(bar(0.25, 0.75), 3, {}).counts)).toBe(0);
  });

  it('asks nothing of a region that is not there, and all of one that is everywhere', () => {
    const { counts, feeds } = weigh(planes(side, 1, () => 1));
    expect(sum(counts)).toBeCloseTo(0.5, 4);
    expect(new Set(feeds[port.toneSign])).toEqual(new Set([1]));
    for (const values of Object.values(feeds)) expect(values.every(Number.isFinite)).toBe(true);
  });

  it('binds the places of several kinds of ink by their shares', () => {
    const [one, two] = [bar(0.1, 0.3), bar(0.6, 0.8)];
    const rest = { ...one, data: one.data.map((value, at) => 1 - value - two.data[at]!) };
    const masks = { ink: one, ink2: two, ground: rest };
    const feeds = toneFeeds(masks, depthsWithin(masks), {
      limits: { ...limits, ink2: { side: 'below', limit: 0.1 } },
      fitPx: 2,
      rimPx: 0.1,
      halvings: 0,
      weight: 1,
      shares: { ink: 0.1, ink2: 0.4, ground: 0.5 },
    });
    const counted = (mask: Planes): number =>
      sum(feeds[port.toneRoot]!.map((root, at) => (mask.data[at]! > 0.5 ? root ** 2 : 0)));
    expect([counted(one), counted(two), counted(rest)].map((each) => Math.round(each * 100) / 100)).toEqual([
      0.1, 0.4, 0.5,
    ]);
    const limitAt = (column: number): number =>
      feeds[port.toneLimit]![32 * side + Math.floor(column * side)]!;
    expect([limitAt(0.2), limitAt(0.7), limitAt(0.45)].map((each) => Math.round(each * 10) / 10)).toEqual([
      0.3, 0.1, 0.7,
    ]);
  });
});
