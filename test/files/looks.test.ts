import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openLooks } from '../../src/files/index.js';
import { scratchFolder } from '../support/scratch.js';
import { writeColours } from '../support/small-pictures.js';

const options = { background: '#ffffff', limitPx: 16 };

it('decodes a picture once for those who ask for the same look', async () => {
  const file = await writeColours(await scratchFolder(), 'sea', (x, y) => [x, y, 0.5]);
  const looks = openLooks();
  const [first, beside] = await Promise.all([looks.read(file, options), looks.read(file, options)]);
  expect(beside).toBe(first);
  await rm(file);
  expect(await looks.read(file, options)).toBe(first);
  // Another look is another decoding, and another run begins anew.
  await expect(looks.read(file, { ...options, limitPx: 8 })).rejects.toThrow('sea.png');
  await expect(openLooks().read(file, options)).rejects.toThrow('sea.png');
});
