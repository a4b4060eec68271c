import { join } from 'node:path';
import { type AlphabetConfigInput, createConfig } from '../../src/config/index.js';
import { hashFile, manifestVersion, runFolder, writeManifest, writePicture } from '../../src/files/index.js';
import { loadFont, placeGlyphs, rasterGlyph } from '../../src/glyph/index.js';
import { paintGlyph } from './glyphs.js';

/** Colours of a letter's ink; no two letters have the same. */
export function inkOf(character: string): [number, number, number] {
  const code = character.codePointAt(0)!;
  return [40 + ((code * 37) % 120), (code * 61) % 90, 60 + ((code * 17) % 140)];
}

const groundColour = [250, 215, 60] as const;

/** What a painted run may have otherwise. */
export interface PaintedChanges extends AlphabetConfigInput {
  /** The ink of a letter, where it is not its own. */
  readonly colourOf?: (character: string) => readonly [number, number, number];
  /** Alters each sample of a letter's picture by its place and channel. */
  readonly change?: (value: number, at: number, channel: number) => number;
}

/**
 * A finished run in `folder` whose letters are painted flat, ink on ground with an anti-aliased edge, instead of being
 * stylised: what comes after a run can be tested on it in no time, and exactly. Returns the run's folder.
 */
export async function paintRun(
  folder: string,
  { change, colourOf = inkOf, ...changes }: PaintedChanges = {},
): Promise<string> {
  const config = createConfig({ characters: 'AVTOQR', out: 'out', ...changes }, folder);
  const font = await loadFont(config.font);
  const places = placeGlyphs(font, config.characters, config.glyph);
  const { sizePx } = config.transfer;
  const files = runFolder(config.out);
  const letters = [];
  for (const character of config.characters) {
    const glyph = rasterGlyph(font, character, {
      placement: places.get(character)!,
      canvasPx: sizePx,
      boxPx: sizePx,
    });
    await writePicture(files.content(character), glyph);
    await writePicture(files.letter(character), paintGlyph(glyph, colourOf(character), groundColour, change));
    letters.push({
      character,
      artwork: { file: 'none.png', sha256: '0' },
      job: character,
      content: files.content(character).slice(config.out.length + 1),
      letter: {
        file: files.letter(character).slice(config.out.length + 1),
        sha256: await hashFile(files.letter(character)),
      },
      seconds: 0,
      evaluations: 0,
      iterations: 1,
      seed: 1,
      sizePx,
      losses: {},
      legibility: { rank: 1, r2: 1 },
      tries: 1,
    });
  }
  const { seed, out, workers: _, ...settings } = config;
  const { family, style, version, file, sha256, axes } = font;
  await writeManifest(out, {
    version: manifestVersion,
    createdBy: { name: 'abecedary', version: '0' },
    seed,
    engine: { name: 'none', provider: 'none' },
    versions: {},
    font: { family, style, version, file, sha256, axes },
    encoder: { name: 'none', sha256: '0' },
    settings,
    letters,
    sheet: 'sheet.png',
  });
  return join(out);
}
