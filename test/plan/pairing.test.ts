import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.js';
import { pairArtworks } from '../../src/plan/pairing.js';

const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const artworks = (count: number): string[] => Array.from({ length: count }, (_, at) => `/art/${at}.png`);
const pair = (
  characters: readonly string[],
  files: readonly string[],
  settings: Partial<Parameters<typeof pairArtworks>[2]> = {},
  seed = 1,
) => {
  const random = createRandom(seed);
  const { pairs, notes } = pairArtworks(characters, files, { pairing: 'turn', map: {}, random, ...settings });
  return {
    pairs,
    notes,
    byLetter: Object.fromEntries(pairs.map(({ character, artwork }) => [character, artwork])),
  };
};
const uses = (pairs: readonly { artwork: string }[]): number[] => {
  const counts = new Map<string, number>();
  for (const { artwork } of pairs) counts.set(artwork, (counts.get(artwork) ?? 0) + 1);
  return [...counts.values()];
};

describe('pairing', () => {
  it('gives the artworks out in turn', () => {
    const { pairs, notes } = pair(['A', 'B', 'C'], ['x.png', 'y.png', 'z.png', 'more.png']);
    expect(pairs).toEqual([
      { character: 'A', artwork: 'x.png' },
      { character: 'B', artwork: 'y.png' },
      { character: 'C', artwork: 'z.png' },
    ]);
    expect(notes).toEqual([]);
  });

  it.each(['turn', 'shuffle'] as const)(
    'gives every letter its own artwork while there are enough (%s)',
    (pairing) => {
      const { pairs, notes } = pair(alphabet, artworks(26), { pairing });
      expect(new Set(pairs.map(({ artwork }) => artwork)).size).toBe(26);
      expect(notes).toEqual([]);
    },
  );

  it('shuffles by the seed: the same again for the same seed, another order for another', () => {
    const once = pair(alphabet, artworks(40), { pairing: 'shuffle' }, 7);
    expect(pair(alphabet, artworks(40), { pairing: 'shuffle' }, 7)).toEqual(once);
    expect(pair(alphabet, artworks(40), { pairing: 'shuffle' }, 8)).not.toEqual(once);
    expect(once.pairs.map(({ artwork }) => artwork)).not.toEqual(artworks(26));
  });

  it.each(['turn', 'shuffle'] as const)(
    'reuses artworks evenly when there are too few, and says so (%s)',
    (pairing) => {
      const { pairs, notes } = pair(alphabet, artworks(12), { pairing });
      expect(uses(pairs).sort()).toEqual([...Array(10).fill(2), 3, 3]);
      expect(notes).toEqual([
        '12 artworks for 26 letters: 14 letters repeat an artwork that another letter has.',
      ]);
    },
  );

  it.each([
    [1, 2, '1 artwork for 2 letters: 1 letter repeats an artwork that another letter has.'],
    [1, 3, '1 artwork for 3 letters: 2 letters repeat an artwork that another letter has.'],
    [2, 3, '2 artworks for 3 letters: 1 letter repeats an artwork that another letter has.'],
  ])('counts right: %i for %i', (available, letters, note) => {
    expect(pair(alphabet.slice(0, letters), artworks(available)).notes).toEqual([note]);
  });

  it('serves the map first, and gives what it uses to nobody else', () => {
    const { byLetter, notes } = pair(['A', 'B', 'C'], ['x.png', 'y.png', 'z.png'], { map: { C: 'x.png' } });
    expect(byLetter).toEqual({ A: 'y.png', B: 'z.png', C: 'x.png' });
    expect(notes).toEqual([]);
  });

  it('takes artworks of the map that are not in the list, for their letter only', () => {
    const { byLetter, notes } = pair(['A', 'B', 'C'], ['x.png', 'y.png'], { map: { A: '/home/own.jpg' } });
    expect(byLetter).toEqual({ A: '/home/own.jpg', B: 'x.png', C: 'y.png' });
    expect(notes).toEqual([]);
  });

  it('counts what the map uses when artworks must be shared', () => {
    const { byLetter } = pair(['A', 'B', 'C', 'D'], ['x.png', 'y.png'], { map: { A: 'x.png', B: 'x.png' } });
    expect(byLetter).toEqual({ A: 'x.png', B: 'x.png', C: 'y.png', D: 'y.png' });
  });

  it('says when the map itself gives one artwork to several letters', () => {
    const { notes } = pair(['A', 'B', 'C'], artworks(9), { map: { A: '/art/sea.jpg', C: '/art/sea.jpg' } });
    expect(notes).toEqual(['The map gives sea.jpg to A and C.']);
  });

  it('leaves keys of the map alone that are no character of the set', () => {
    expect(pair(['A'], ['x.png'], { map: { B: 'y.png' } }).byLetter).toEqual({ A: 'x.png' });
  });

  it('takes an artwork that is listed twice for one', () => {
    expect(pair(['A', 'B'], ['x.png', 'x.png', 'y.png']).byLetter).toEqual({ A: 'x.png', B: 'y.png' });
  });

  it('names the letters that are left when there is no artwork at all', () => {
    expect(() => pair(['A', 'B', 'C'], [], { map: { B: 'y.png' } })).toThrow(
      expect.objectContaining({ code: 'artwork', message: expect.stringContaining('got none for A C;') }),
    );
    expect(pair(['B'], [], { map: { B: 'y.png' } }).byLetter).toEqual({ B: 'y.png' });
  });
});
