import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Pixels } from '../../../src/base/pixels.js';
import { encodeWebpFilm, toDataUri } from '../../../src/files/index.js';
import {
  type FoundPicture,
  type ReportData,
  type ReportLetter,
  writeReportPage,
} from '../../../src/products/report/index.js';
import { describeWithChromium } from '../../support/chromium.js';
import { scratchFolder } from '../../support/scratch.js';

const square = (value: number): Pixels => ({
  width: 32,
  height: 32,
  channels: 3,
  data: new Uint8Array(3 * 32 * 32).fill(value),
});
const still = await toDataUri(square(40), 80);
const frames = [10, 200].map((value) => ({ picture: square(value), delayMs: 100 }));
const film = `data:image/webp;base64,${Buffer.from(await encodeWebpFilm(frames, 80)).toString('base64')}`;
const course = Array.from({ length: 20 }, (_, at) => [at < 16 ? 100 : 200, 1 / (1 + (at % 16))] as const);

const finds: FoundPicture = {
  picture: still,
  width: 200,
  height: 100,
  ink: { x: 0.25, y: 0.5, sideRatio: 0.4, quarterTurns: 1, mirrored: true },
  ground: { x: 0.6, y: 0.4, sideRatio: 0.5, quarterTurns: 0, mirrored: false },
  outline: 'M.2 .2L.8 .2L.2 .8Z',
};

function letter(character: string, changes: Partial<ReportLetter> = {}): ReportLetter {
  return {
    character,
    anchor: `letter-${character}`,
    picture: { still, film, width: 32, height: 32 },
    files: [`letters/${character}.png`, `film/${character}.gif`],
    content: still,
    artwork: still,
    artworkName: 'marbling',
    found: undefined,
    seconds: 12.34,
    iterations: 20,
    evaluations: 400,
    sizePx: 400,
    tries: 1,
    rank: 1,
    r2: 0.71,
    loss: 0.3,
    course,
    ...changes,
  };
}

function report(changes: Partial<ReportData> = {}): string {
  return writeReportPage({
    font: 'Archivo Black Regular',
    sheet: { still, film, width: 32, height: 32, empty: [], files: ['sheet.png', 'film/sheet.gif'] },
    letters: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((character) => letter(character)),
    missing: [],
    failed: [],
    facts: [['Encoder', 'compact']],
    settings: [
      ['artworks.from', '/a/very/long/folder/name/that/does/not/end/and/has/no/blank/anywhere/to/break/it'],
    ],
    version: '1.2.3',
    ...changes,
  });
}

async function show(
  browser: Browser,
  html: string,
  options: { width: number; dark?: boolean; motion?: boolean },
): Promise<{ page: Page; said: string[] }> {
  const file = join(await scratchFolder(), 'report.html');
  await writeFile(file, html);
  const page = await browser.newPage({
    viewport: { width: options.width, height: 800 },
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: options.motion ? 'no-preference' : 'reduce',
  });
  onTestFinished(() => page.close());
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) said.push(`asked for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, said };
}

describe('the report', () => {
  it('takes names for what they are, whatever is in them', () => {
    const html = report({
      font: '<b>Font</b>',
      letters: [letter('<', { artworkName: '"><script>alert(1)</script>', anchor: 'letter-u003c' })],
    });
    expect(html).not.toContain('<b>Font');
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;b&gt;Font');
    expect(html).toContain('The letter &lt;, made of &quot;&gt;&lt;script&gt;');
  });

  it('tells the loss of every iteration as a drawing with words, a line for each size', () => {
    const html = report({ letters: [letter('A')] });
    expect(html).toContain('aria-label="Loss of A over 20 iterations, from 1.0 to 0.25"');
    expect(html.match(/<polyline/g)).toHaveLength(2);
    expect(report({ letters: [letter('A', { course: [] })] })).toContain('No losses were kept');
  });

  it('tells in words where a found letter was taken from, and says it once where it is one place', () => {
    const html = report({ letters: [letter('A', { found: finds })] });
    expect(html).toContain(
      'aria-label="Where A was found in marbling: the letter at 25 % from the left and 50 % from the top, mirrored, turned right, the ground at 60 % from the left and 40 % from the top, as it lies"',
    );
    expect(html).not.toContain('The artwork marbling"');
    const shadow = report({ letters: [letter('A', { found: { ...finds, ground: finds.ink } })] });
    expect(shadow).toContain('Both<span>');
    expect(shadow.match(/<g class="(ink|ground)">/g)).toEqual(['<g class="ink">']);
  });

  it('says which letters are not there and which are taken for others', () => {
    const html = report({ letters: [letter('A', { rank: 3 })], missing: ['B', 'C'] });
    expect(html).toContain('Not made yet: B C');
    expect(html).toContain('read as another (place 3)');
    expect(html).toContain('0 of 1 recognised');
  });
});

describeWithChromium('the report in a browser', (open) => {
  it.each([{ width: 360 }, { width: 360, dark: true }, { width: 820 }, { width: 1440, dark: true }])(
    'fits %j without scrolling sideways, complaints or requests',
    async (options) => {
      const { page, said } = await show(await open(), report(), options);
      await page.locator('.made summary').click();
      const [wide, room] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        window.innerWidth,
      ]);
      expect(wide).toBeLessThanOrEqual(room!);
      const broken = await page.evaluate(
        () =>
          [...document.images].filter((image) => image.loading !== 'lazy' && image.naturalWidth === 0).length,
      );
      expect(broken).toBe(0);
      expect(said).toEqual([]);
    },
  );

  it('plays a film only when asked, by mouse and by keyboard, and stops it again', async () => {
    const { page } = await show(await open(), report(), { width: 800 });
    const image = page.locator('#letter-B img').first();
    const button = page.getByRole('button', { name: 'Play the film of B' });
    expect(await image.getAttribute('src')).toBe(still);
    await button.click();
    expect(await image.getAttribute('src')).toBe(film);
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await image.getAttribute('src')).toBe(still);
    await page.getByRole('button', { name: 'Play all films' }).click();
    const playing = (): Promise<number> => page.locator('.play[aria-pressed="true"]').count();
    expect(await playing()).toBe(27);
    await page.getByRole('button', { name: 'Stop all films' }).click();
    expect(await playing()).toBe(0);
  });

  it('opens a letter large, and lays what it is compared with over it as far as the slider says', async () => {
    const made = { ...finds, ink: { ...finds.ink, quarterTurns: 0, mirrored: false } };
    const letters = [letter('A', { found: made }), letter('B')];
    const { page } = await show(await open(), report({ letters }), { width: 800 });
    const viewer = page.getByRole('dialog');
    await page.locator('#letter-A a.large').click();
    expect(await viewer.getByRole('heading').textContent()).toBe('A · marbling');
    expect(await viewer.locator('.saved a').allTextContents()).toEqual(['A.png', 'A.gif']);
    expect(await viewer.locator('.over').count()).toBe(0);

    await viewer.getByLabel('artwork').check();
    await viewer.getByRole('slider').fill('25');
    expect(await viewer.locator('.over').evaluate((over) => getComputedStyle(over).clipPath)).toBe(
      'inset(0px 75% 0px 0px)',
    );
    // The square of the artwork that the letter was found in fills the stage.
    const corner = await viewer.locator('.over image').evaluate((image: SVGImageElement) => {
      const { x, y } = new DOMPoint(70, 50).matrixTransform(image.transform.baseVal.consolidate()!.matrix);
      return [x, y].map((value) => Math.round(1000 * value) / 1000);
    });
    expect(corner).toEqual([1, 0.5]);

    await viewer.getByLabel('plain letter').check();
    expect(await viewer.locator('.over img').getAttribute('alt')).toBe('The plain letter A');
    await viewer.getByRole('button', { name: 'The next letter' }).click();
    expect(await viewer.getByRole('heading').textContent()).toBe('B · marbling');
    await page.keyboard.press('Escape');
    expect(await viewer.count()).toBe(0);
  });

  it('is no longer than 26 screens of a phone', async () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((character) => letter(character, { found: finds }));
    const { page } = await show(await open(), report({ letters }), { width: 390 });
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(26 * 844);
  });

  it('plays a film under the pointer where less motion is not asked for', async () => {
    const { page } = await show(await open(), report(), { width: 800, motion: true });
    const image = page.locator('#letter-B img').first();
    await image.hover();
    expect(await image.getAttribute('src')).toBe(film);
    await page.mouse.move(0, 0);
    expect(await image.getAttribute('src')).toBe(still);
  });

  it('lays the frames of a found letter where its pieces lie in the artwork', async () => {
    const { page } = await show(await open(), report({ letters: [letter('A', { found: finds })] }), {
      width: 800,
    });
    const cornerOf = (kind: string, [x, y]: readonly [number, number]): Promise<number[]> =>
      page.evaluate(
        ({ kind, x, y }) => {
          const path = document.querySelector<SVGPathElement>(`.finds g.${kind} .line`)!;
          const { x: left, y: top } = new DOMPoint(x, y).matrixTransform(path.getCTM()!);
          const { x: scaled } = new DOMPoint(1, 1).matrixTransform(
            path.ownerSVGElement!.getCTM() ?? undefined,
          );
          return [left, top].map((value) => Math.round(value / scaled));
        },
        { kind, x, y },
      );
    // The corner of the artwork's square that is mirrored to the right and then turned to the foot.
    expect(await cornerOf('ink', [1, 1])).toEqual([30, 30]);
    expect(await cornerOf('ink', [0, 1])).toEqual([30, 70]);
    expect(await cornerOf('ground', [0, 0])).toEqual([95, 15]);
  });

  it('has landmarks, headings, and words for every picture and button', async () => {
    const { page } = await show(await open(), report(), { width: 800 });
    for (const landmark of ['banner', 'main', 'contentinfo'] as const)
      expect(await page.getByRole(landmark).count(), landmark).toBe(1);
    expect(await page.getByRole('navigation', { name: 'Letters' }).getByRole('link').count()).toBe(26);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.getByRole('heading', { level: 3 }).count()).toBe(26);
    expect(await page.getByRole('img', { name: /^The letter [A-Z], made of marbling$/ }).count()).toBe(26);
    const unnamed = await page.evaluate(() => ({
      images: [...document.images].filter((image) => image.alt === '').length,
      buttons: [...document.querySelectorAll('button')].filter(
        (button) => !button.ariaLabel && !button.textContent?.trim(),
      ).length,
    }));
    expect(unnamed).toEqual({ images: 0, buttons: 0 });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the letters');
  });
});
