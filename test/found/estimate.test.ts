import { describe, expect, it } from 'vitest';
import {
  estimableArtwork,
  estimableLetter,
  estimatedWorth,
  roomOf,
  sidesToTry,
} from '../../src/found/index.js';
import { lifted, orientations } from '../../src/found/orientation.js';
import { letterF, noise, withShape } from './pictures.js';

const limits = {
  ink: { side: 'below', limit: 0.35, knee: { inside: 0.5, rim: 0.5 }, colour: [0.2, 0.2, 0.2] },
  ground: { side: 'above', limit: 0.6, knee: { inside: 0.5, rim: 0.5 }, colour: [0.8, 0.8, 0.8] },
} as const;
const sides = sidesToTry(1.5, 0.6, 1200).map((side) => ({ ...side, cost: 0 }));
const f = letterF(192);
/** Nothing but its stem, four times. */
const bars = { ...f, data: f.data.map((_, at) => (Math.floor((at % 192) / 24) % 2 === 0 ? 1 : 0)) };

const roomsIn = (artwork: Parameters<typeof roomOf>[0]) => ({
  ink: roomOf(artwork, undefined, limits.ink),
  ground: roomOf(artwork, undefined, limits.ground),
});
const paper = noise(288, 192, 0.65, 0.95);
const hidden = withShape(paper, lifted(letterF(100), orientations[6]!), 140, 60, 0.12);

describe('the estimate of what it is worth to find a letter in an artwork', () => {
  it.each([false, true])(
    'is high where the letter lies in it, however it is turned (shadow: %j)',
    (shadow) => {
      const estimate = (artwork: typeof paper, letter: typeof f): number =>
        estimatedWorth(estimableArtwork(roomsIn(artwork), { interest: 0, sides }), estimableLetter(letter), {
          shadow,
        });
      expect(estimate(hidden, f)).toBeGreaterThan(estimate(paper, f) + 0.1);
      expect(estimate(hidden, f)).toBeGreaterThan(estimate(hidden, bars) + 0.1);
      expect(estimate(hidden, f)).toBe(estimate(hidden, f));
    },
  );
});
