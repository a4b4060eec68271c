import { listArtworks } from '../artwork/index.js';
import { AbecedaryError, throwIfAborted } from '../base/errors.js';
import { inverted } from '../base/masks.js';
import { toPlanes } from '../base/pixels.js';
import type { Progress } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';
import { type BestPairs, readBestPairs } from '../files/index.js';
import { estimableLetter, estimatedWorth } from '../found/index.js';
import { type Font, placeGlyphs, rasterGlyph } from '../glyph/index.js';
import { openEstimable } from '../paint/index.js';
import { assignBest } from '../plan/assign.js';
import { arrangementOf } from '../plan/materials.js';

interface Listener {
  readonly signal?: AbortSignal | undefined;
  readonly report?: (progress: Progress) => void;
}

/**
 * Undefined where the configuration pairs otherwise. The artworks that suit letters best, of those whose artwork is not fixed by the configuration: the sum of what it is
 * estimated to be worth to find the letters in them (`estimatedWorth`) is the largest. What was decided before in the output folder for this font stays as long as its
 * artworks are there, so that a letter more does not change the others'. Writes nothing.
 */
export async function pairBest(
  config: AlphabetConfig,
  font: Font,
  listener: Listener = {},
): Promise<BestPairs | undefined> {
  const { artworks: settings, characters, out } = config;
  if (settings.pairing !== 'best') return undefined;
  const artworks = [...new Set(await listArtworks(settings))];
  const drawnBy = JSON.stringify([font.sha256, config.font.axes]);
  const earlier = await readBestPairs(out);
  const free = characters.filter((character) => config.letters[character]?.artwork === undefined);
  const kept = Object.entries(earlier?.font === drawnBy ? earlier.pairs : {}).filter(
    ([character, artwork]) => free.includes(character) && artworks.includes(artwork),
  );
  const open = free.filter((character) => !kept.some(([each]) => each === character));
  if (open.length === 0 || artworks.length === 0) return { font: drawnBy, pairs: Object.fromEntries(kept) };
  const fixed = characters.flatMap((character) => config.letters[character]?.artwork?.[0]?.file ?? []);
  const given = [...fixed, ...kept.map(([, artwork]) => artwork)];
  const uses = artworks.map((artwork) => given.filter((each) => each === artwork).length);
  const columns = assignBest(await estimateAll(config, { font, letters: open, artworks }, listener), uses);
  const dealt = open.map((character, at) => [character, artworks[columns[at]!]!] as const);
  return { font: drawnBy, pairs: Object.fromEntries([...kept, ...dealt]) };
}

interface Candidates {
  readonly font: Font;
  readonly letters: readonly string[];
  readonly artworks: readonly string[];
}

/** Side of a letter that is estimated, in pixels. */
const letterPx = 192;
/** What takes less is not told of. */
const quietMs = 2000;

/** The estimated worth of every letter in every artwork, 0..1; none in one that cannot be read. */
async function estimateAll(
  config: AlphabetConfig,
  { font, letters, artworks }: Candidates,
  { signal, report }: Listener,
): Promise<number[][]> {
  const placements = placeGlyphs(font, config.characters, config.glyph);
  const views = letters.map((letter) => {
    const view = { placement: placements.get(letter)!, canvasPx: letterPx, boxPx: letterPx };
    return estimableLetter(inverted(toPlanes(rasterGlyph(font, letter, view))));
  });
  const recipe = { transfer: config.transfer, arrangement: arrangementOf(config.artworks) };
  const shadow = config.transfer.found.lay === 'shadow';
  const worths = letters.map((): number[] => []);
  const started = performance.now();
  for (const [at, artwork] of artworks.entries()) {
    throwIfAborted(signal);
    const estimable = await openEstimable(artwork, recipe).catch(unlessBug);
    for (const [row, view] of views.entries())
      worths[row]!.push(estimable === undefined ? 0 : estimatedWorth(estimable, view, { shadow }));
    if (performance.now() - started > quietMs)
      report?.({ kind: 'pairing', done: at + 1, artworks: artworks.length });
  }
  return worths;
}

/** An artwork that cannot be read is told of when its letter is made. */
function unlessBug(error: unknown): undefined {
  if (!(error instanceof AbecedaryError)) throw error;
}
