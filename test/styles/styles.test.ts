import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { generators } from '../../scripts/styles/index.js';
import { createRandom } from '../../src/base/random.js';

describe('the artworks of the project', () => {
  test('are twenty-six, each with a program, a title and a picture of its name', async () => {
    const names = generators.map(({ name }) => name);
    expect(names).toHaveLength(26);
    expect(names).toEqual([...new Set(names)].sort());
    const pictures = await readdir(new URL('../../styles', import.meta.url));
    expect(pictures.filter((file) => file.endsWith('.jpg')).sort()).toEqual(
      names.map((name) => `${name}.jpg`).sort(),
    );
    for (const { title, idea } of generators) expect(`${title}: ${idea}`.length).toBeGreaterThan(20);
  });

  test.each(generators.map((generator) => [generator.name, generator] as const))(
    '%s draws the same from the same seed, with dark and with light places',
    (name, { draw }) => {
      const side = 48;
      const [picture, again] = [draw(side, createRandom(name)), draw(side, createRandom(name))];
      expect([picture.width, picture.height, picture.channels]).toEqual([side, side, 3]);
      expect(Buffer.compare(picture.data, again.data)).toBe(0);
      const green = picture.data.filter((_, at) => at % 3 === 1).sort();
      expect(green[Math.floor(green.length * 0.1)]).toBeLessThan(115);
      expect(green[Math.floor(green.length * 0.9)]).toBeGreaterThan(140);
    },
  );
});
