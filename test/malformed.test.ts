import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadFont } from '../src/glyph/index.js';
import { AbecedaryError } from '../src/index.js';
import { scratchFolder } from './support/scratch.js';
import { describeWithSharedData } from './support/shared-data.js';
import { lettersIn, makeAll, smallConfig } from './support/small-alphabet.js';

const oneSentence = /^Expected [^\n]+, (got|but) [^\n]+; [^\n]+\.$/;

/** As many different characters of the default font as are asked for. */
async function charactersOfFont(count: number): Promise<string[]> {
  const font = await loadFont({ file: 'default', axes: {} });
  const characters: string[] = [];
  for (let point = 0x21; characters.length < count && point < 0x2200; point++) {
    const character = String.fromCodePoint(point);
    const usable = character.normalize('NFC') === character && /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character);
    if (usable && font.hasGlyph(character)) characters.push(character);
  }
  expect(characters).toHaveLength(count);
  return characters;
}

describeWithSharedData('malformed', 'every malformed file as an artwork', (root) => {
  it('becomes a letter or one sentence that names it, all in one run', async () => {
    const files = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const characters = await charactersOfFont(files.length);
    const letters = Object.fromEntries(characters.map((character, at) => [character, files[at]!]));
    const config = smallConfig(await scratchFolder(), {
      characters,
      letters,
      glyph: { fit: 'each' },
      transfer: { evaluationsPerIteration: 1 },
      workers: 2,
    });
    const { rendered, failed } = await makeAll(config);
    expect([...rendered, ...failed.map(({ letter }) => letter)].sort()).toEqual([...characters].sort());
    for (const { letter, message } of failed) {
      expect(message).toMatch(oneSentence);
      expect(message).toContain(letters[letter]);
    }
    expect(Object.keys(await lettersIn(config.out))).toHaveLength(rendered.length);
    const kindsOf = (some: readonly string[]) => some.map((letter) => letters[letter]!);
    const refused = kindsOf(failed.map(({ letter }) => letter));
    // What is sound but odd must not be refused, and what is broken beyond doubt must not become a letter.
    expect(refused.filter((file) => file.includes('pngsuite-valid'))).toEqual([]);
    const broken = kindsOf(rendered).filter((file) => /pngsuite-broken|bombs|fonts/.test(file));
    // 256 megapixels are many, and reduced while they are read.
    expect(broken.filter((file) => !file.endsWith('bomb-16000x16000-rgb8.png'))).toEqual([]);
  }, 300_000);
});

describeWithSharedData('malformed/fonts', 'a malformed font', (folder) => {
  it.each(readdirSync(folder))('becomes a letter or one sentence: %s', async (name) => {
    const file = join(folder, name);
    const font = await loadFont({ file, axes: {} }).catch(() => undefined);
    const config = smallConfig(await scratchFolder(), {
      // The few that can be read are tests of shaping and hold no more than a sign or two.
      characters:
        [...'Ahno‐✍']
          .filter((character) => font?.hasGlyph(character))
          .slice(0, 1)
          .join('') || 'A',
      font: { file },
      transfer: { evaluationsPerIteration: 1 },
    });
    const result = await makeAll(config).catch((error: unknown) => error);
    if (result instanceof Error) {
      expect(result).toBeInstanceOf(AbecedaryError);
      expect(result).toMatchObject({ code: 'font', message: expect.stringMatching(oneSentence) });
    } else {
      expect(result).toMatchObject({ rendered: config.characters, failed: [] });
    }
  });
});
