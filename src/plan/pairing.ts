import { basename } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import type { Random } from '../base/random.js';
import type { ArtworkSettings } from '../config/index.js';

interface PairingSettings extends Pick<ArtworkSettings, 'pairing'> {
  /** Characters whose artwork is fixed, with its file. */
  readonly map: Readonly<Record<string, string>>;
  readonly random: Random;
}

interface Pair {
  readonly character: string;
  /** The artwork's file, as it was given. */
  readonly artwork: string;
}

export interface Dealt {
  readonly pairs: readonly Pair[];
  readonly notes: readonly string[];
}

/**
 * Gives each character an artwork: the map's own first, then those that nobody has yet, and only when all are given
 * out, again those that are in use least; each round in order (`turn`) or mixed by `random` (`shuffle`). What suits letters `best` is
 * found before, and comes as part of the map. The map may
 * name files outside of the list; keys of it that are no character of the set play no part. Pair the whole set even
 * when only some characters will be rendered: otherwise an artwork would depend on what else is rendered.
 *
 * Returns one pair for each character, in the order of the characters, and sentences that the user should read.
 * Throws an `artwork` AbecedaryError when characters are left for which there is no artwork at all.
 */
export function pairArtworks(
  characters: readonly string[],
  artworks: readonly string[],
  { pairing, map, random }: PairingSettings,
): Dealt {
  const list = [...new Set(artworks)];
  const chosen = new Map(Object.entries(map).filter(([character]) => characters.includes(character)));
  const open = characters.filter((character) => !chosen.has(character));
  const shuffle = pairing === 'shuffle' ? random.shuffle : undefined;
  const dealt = deal(open, list, { taken: [...chosen.values()], shuffle });
  const pairs = characters.map((character) => ({
    character,
    artwork: (chosen.get(character) ?? dealt.get(character))!,
  }));
  return { pairs, notes: reuseNotes(pairs, new Set([...list, ...chosen.values()]).size) };
}

/** Deals the artworks out in rounds; a round holds those that are in use least. */
function deal(
  characters: readonly string[],
  artworks: readonly string[],
  { taken, shuffle }: { readonly taken: readonly string[]; readonly shuffle: Random['shuffle'] | undefined },
): Map<string, string> {
  if (characters.length > 0 && artworks.length === 0) {
    throw new AbecedaryError(
      'artwork',
      `Expected at least one artwork, got none for ${characters.join(' ')}; add pictures or map these letters to files.`,
    );
  }
  const uses = new Map(artworks.map((artwork) => [artwork, 0]));
  for (const artwork of taken) if (uses.has(artwork)) uses.set(artwork, uses.get(artwork)! + 1);
  const dealt = new Map<string, string>();
  let round: string[] = [];
  for (const character of characters) {
    if (round.length === 0) {
      const fewest = Math.min(...uses.values());
      round = artworks.filter((artwork) => uses.get(artwork) === fewest);
      if (shuffle !== undefined) round = shuffle(round);
    }
    const artwork = round.shift()!;
    uses.set(artwork, uses.get(artwork)! + 1);
    dealt.set(character, artwork);
  }
  return dealt;
}

function reuseNotes(pairs: readonly Pair[], available: number): string[] {
  const users = new Map<string, string[]>();
  for (const { character, artwork } of pairs) users.set(artwork, [...(users.get(artwork) ?? []), character]);
  const repeats = pairs.length - users.size;
  if (repeats === 0) return [];
  if (available < pairs.length) {
    const artworks = available === 1 ? '1 artwork' : `${available} artworks`;
    const letters = repeats === 1 ? '1 letter repeats' : `${repeats} letters repeat`;
    return [`${artworks} for ${pairs.length} letters: ${letters} an artwork that another letter has.`];
  }
  return [...users]
    .filter(([, characters]) => characters.length > 1)
    .map(([artwork, characters]) => `The map gives ${basename(artwork)} to ${characters.join(' and ')}.`);
}
