import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toPixels } from '../../src/base/pixels.js';
import { writePicture } from '../../src/files/index.js';
import { checkArtworks } from '../../src/run/artwork-check.js';
import { planes } from '../support/planes.js';
import { scratchFolder } from '../support/scratch.js';
import { smallJob } from '../support/small-job.js';
import { writeColours } from '../support/small-pictures.js';

const flat = () => [0.5, 0.5, 0.5];
const lively = (x: number, y: number) => {
  const tone = 0.5 + 0.45 * Math.sin(50 * x + 40 * y);
  return [tone, tone, tone];
};

it('names each unsuitable artwork of the letters once, of ink and ground, and no other', async () => {
  const folder = await scratchFolder();
  const [plain, good, ground] = [
    await writeColours(folder, 'plain', flat),
    await writeColours(folder, 'good', lively),
    // Other bytes: of two copies in one letter one is named.
    await writeColours(folder, 'ground', () => [0.4, 0.4, 0.4]),
  ];
  const of = async (file: string, own = {}) =>
    (await smallJob(folder, { letters: { R: file }, artworks: { ...own } })).job;
  expect(await checkArtworks([await of(good)])).toEqual([]);
  const jobs = [await of(good), await of(plain, { ground: { all: ground } }), await of(plain)];
  expect(await checkArtworks(jobs)).toEqual([
    expect.stringMatching(/^plain\.png is nearly one plain colour; /),
    expect.stringMatching(/^ground\.png is nearly one plain colour; /),
  ]);
  expect(await checkArtworks([])).toEqual([]);
});

it('judges the size by what is used of an artwork, and how large it is looked at', async () => {
  const folder = await scratchFolder();
  const good = await writeColours(folder, 'good', lively);
  const notes = async (transfer: object, artworks: object = {}) =>
    checkArtworks([(await smallJob(folder, { transfer, letters: { R: good }, artworks })).job]);
  expect(await notes({ sizePx: 40 })).toEqual([]);
  for (const [transfer, artworks] of [
    [{ sizePx: 300 }],
    [{ sizePx: 40, detail: 4 }],
    [{ sizePx: 40 }, { crop: { sizeRatio: 0.4 } }],
  ])
    expect(await notes(transfer!, artworks)).toEqual([expect.stringMatching(/^good\.png is small /)]);
  expect(await notes({ sizePx: 300 }, { tiles: 6 })).toEqual([]);
});

it('looks at the part that is used only', async () => {
  const folder = await scratchFolder();
  const half = await writeColours(folder, 'half', (x, y) => (x < 0.5 ? flat() : lively(x, y)));
  const notes = async (x: number) =>
    checkArtworks([
      (await smallJob(folder, { letters: { R: half }, artworks: { crop: { x, sizeRatio: 0.4 } } })).job,
    ]);
  expect(await notes(0)).toEqual([expect.stringContaining('nearly one plain colour')]);
  expect(await notes(1)).not.toContainEqual(expect.stringContaining('nearly one plain colour'));
});

it('says of letters that are found whether there is a place for a stroke, and of painted ones nothing', async () => {
  const folder = await scratchFolder();
  /** Light speckles, with a dark disc of a radius in them. */
  const speckled = (radius: number) => (x: number, y: number) => {
    const tone = Math.hypot(x - 0.5, y - 0.5) < radius ? 0.05 : 0.75 + 0.2 * Math.sin(900 * x + 1700 * y);
    return [tone, tone, tone];
  };
  const notes = async (radius: number, preset: 'found' | 'painted') => {
    const file = await writeColours(folder, `disc-${radius}`, speckled(radius));
    const { job } = await smallJob(folder, { preset, letters: { R: file } });
    return checkArtworks([job]);
  };
  expect(await notes(0.35, 'found')).toEqual([]);
  expect(await notes(0.08, 'found')).toEqual([
    expect.stringMatching(
      /^disc-0\.08\.png has (no dark place|neither dark nor light places) as large as a letter’s stroke, /,
    ),
  ]);
  expect(await notes(0.08, 'painted')).toEqual([]);
});

it('tells of the letters of what cannot be read', async () => {
  const folder = await scratchFolder();
  const broken = join(folder, 'broken.png');
  await writePicture(broken, toPixels(planes(64, 3, (x) => x)));
  const { job } = await smallJob(folder, { letters: { R: broken } });
  await writeFile(broken, 'no picture');
  expect(await checkArtworks([job])).toEqual([
    expect.stringMatching(/^«R» cannot be made: Expected a picture .*broken\.png/),
  ]);
});
