import { describe, expect, it } from 'vitest';
import { elsewhereFor, roomOf, searchPlaces, sidesToTry, weighingOf } from '../../src/found/index.js';
import { lifted, orientations } from '../../src/found/orientation.js';
import { letterF, noise, withShape } from './pictures.js';

const limits = {
  ink: { side: 'below', limit: 0.35, knee: { inside: 0.5, rim: 0.5 }, colour: [0.2, 0.2, 0.2] },
  ground: { side: 'above', limit: 0.6, knee: { inside: 0.5, rim: 0.5 }, colour: [0.8, 0.8, 0.8] },
} as const;
const usual = { interest: 0, count: 32, lay: 'shadow', wanted: 1 } as const;

/** A light artwork of 288 x 192 with a dark F of a side hidden in it. */
function search(sidePx: number, left: number, top: number, orientation: (typeof orientations)[number]) {
  const hidden = lifted(letterF(sidePx), orientation);
  const artwork = withShape(noise(288, 192, 0.65, 0.95), hidden, left, top, 0.12);
  const rooms = {
    ink: roomOf(artwork, undefined, limits.ink),
    ground: roomOf(artwork, undefined, limits.ground),
  };
  const sides = sidesToTry(1.5, 1, 1200).map((side) => ({ ...side, cost: 0 }));
  return searchPlaces(weighingOf(rooms, letterF(192)), { ...usual, sides });
}

describe('a search', () => {
  it.each(orientations)(
    'finds the letter that is hidden in an artwork, however it is laid: %j',
    (orientation) => {
      const [found] = search(100, 140, 60, orientation);
      expect(found!.ink).toMatchObject(orientation);
      expect(Math.abs(found!.ink.x * 288 - 190)).toBeLessThan(8);
      expect(Math.abs(found!.ink.y * 192 - 110)).toBeLessThan(8);
      expect(found!.ink.sideRatio * 192).toBeGreaterThan(84);
      expect(found!.ink.sideRatio * 192).toBeLessThan(132);
      expect(found!.ground).toEqual(found!.ink);
      expect(found!.r2).toBeGreaterThan(0.7);
    },
  );

  it('tells a large letter from a small one', () => {
    const turn = orientations[0]!;
    const [large] = search(164, 20, 14, turn);
    const [small] = search(60, 200, 100, turn);
    expect(large!.ink.sideRatio).toBeGreaterThan(1.6 * small!.ink.sideRatio);
  });

  it('is the same every time', () => {
    expect(search(100, 140, 60, orientations[5]!)).toEqual(search(100, 140, 60, orientations[5]!));
  });

  it('takes one place or two, whichever suits the letter', () => {
    const sides = [{ sideRatio: 0.4, cost: 0 }];
    const found = (artwork: ReturnType<typeof noise>) => {
      const rooms = {
        ink: roomOf(artwork, undefined, limits.ink),
        ground: roomOf(artwork, undefined, limits.ground),
      };
      return searchPlaces(weighingOf(rooms, letterF(96)), { ...usual, lay: 'either', sides })[0]!;
    };
    const hidden = found(withShape(noise(288, 192, 0.65, 0.95), letterF(77), 150, 60, 0.12));
    expect(hidden.ground).toEqual(hidden.ink);
    // Dark to the left, light to the right.
    const halves = noise(288, 192, 0.7, 0.9);
    const data = halves.data.map((value, at) => (at % 288 < 144 ? value - 0.6 : value));
    const apart = found({ ...halves, data });
    expect(apart.ink.x).toBeLessThan(0.5);
    expect(apart.ground.x).toBeGreaterThan(0.5);
  });

  it('keeps to places that may be used', () => {
    const artwork = noise(192, 192, 0.1, 0.2);
    const usable = { ...noise(192, 192, 0, 0, 1), data: new Float32Array(192 * 192).fill(1) };
    for (let row = 0; row < 192; row++) usable.data.fill(0, row * 192, row * 192 + 96);
    const room = roomOf(artwork, usable, limits.ink);
    const sides = [{ sideRatio: 0.4, cost: 0 }];
    const [found] = searchPlaces(weighingOf({ ink: room, ground: room }, letterF(96)), { ...usual, sides });
    expect(found!.ink.x).toBeGreaterThan(0.6);
  });

  it('gives letters that share an artwork different parts of it', () => {
    const artwork = noise(288, 192, 0.1, 0.9);
    const rooms = {
      ink: roomOf(artwork, undefined, limits.ink),
      ground: roomOf(artwork, undefined, limits.ground),
    };
    const places = [1, 2, 3].map((part) => {
      const sides = [{ sideRatio: 0.4, cost: 0 }];
      return searchPlaces(weighingOf(rooms, letterF(96)), {
        ...usual,
        sides,
        elsewhere: elsewhereFor(part),
      })[0]!.ink;
    });
    for (const [at, one] of places.entries()) {
      for (const other of places.slice(at + 1))
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(0.1);
    }
  });
});

describe('the sides that are tried', () => {
  it('are the one that detail means where the search is narrow', () => {
    expect(sidesToTry(1.5, 0, 1200)).toEqual([{ sideRatio: 1 / 1.5, cost: 0 }]);
  });

  it('are no larger than the artwork, and no smaller than what can be shown sharply', () => {
    const sides = sidesToTry(1, 1, 400).map(({ sideRatio }) => sideRatio);
    expect(Math.max(...sides)).toBeLessThanOrEqual(1);
    expect(Math.min(...sides)).toBeGreaterThanOrEqual(0.75);
  });
});
