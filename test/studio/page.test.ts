import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { readMadeWith } from '../../src/index.js';
import { readOwnLetters } from '../../src/plan/own-letters.js';
import { startStudio } from '../../src/studio/index.js';
import { describeWithChromium } from '../support/chromium.js';
import { scratchFolder } from '../support/scratch.js';
import { copyArtworks, lettersIn } from '../support/small-alphabet.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Opened {
  readonly page: Page;
  readonly out: string;
  readonly folder: string;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
}

/** Letters of 32 px in two iterations, so that the story is short. */
const small = { characters: 'AB', size: 32, iterations: 2 };

async function openPage(
  open: () => Promise<Browser>,
  { width = 1280, settings = small as object } = {},
): Promise<Opened> {
  const folder = await scratchFolder();
  const out = join(folder, 'story');
  const studio = await startStudio({ out, folder });
  onTestFinished(() => studio.close());
  const context = await (await open()).newContext({ viewport: { width, height: 900 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  // As long as it takes on a machine that has other things to do.
  page.setDefaultTimeout(500_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(studio.url);
  await page.waitForSelector('.tile');
  await page.evaluate(async (wanted) => {
    const { first } = await (await fetch('/api/runs')).json();
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`/api/runs/${first}/settings`, { method: 'POST', headers, body: JSON.stringify(wanted) });
  }, settings);
  await page.waitForFunction(() => document.querySelectorAll('.tile').length === 2);
  return { page, out, folder, complaints };
}

const idle = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector('.progress') === null);

const made = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'All made' }).waitFor();
  await idle(page);
};

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

describeWithChromium('the studio’s page', (open) => {
  beforeAll(async () => {
    await build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'error' });
  });

  it('makes an alphabet of dropped artworks, changes a letter and hands all over', async () => {
    const { page, out, folder, complaints } = await openPage(open);
    const art = await copyArtworks(folder, 2);
    await page.setInputFiles('.drop input', [join(art, '1.jpg'), join(art, '2.jpg')]);
    await page.waitForFunction(() => document.querySelectorAll('.thumbs li').length === 2);
    await page.getByRole('button', { name: 'Render', exact: true }).click();
    await made(page);
    const first = await lettersIn(out);
    expect(Object.keys(first)).toEqual(['A.png', 'B.png']);

    // The command line finds here what it is to go on with.
    const flags = Object.assign({}, ...(await readMadeWith(out))!.flags.map(({ values }) => values));
    expect(flags).toMatchObject({ characters: 'AB', size: '32', styles: join(out, 'artworks') });

    await page.getByRole('button', { name: /^A,/ }).click();
    await page.getByRole('button', { name: 'Roll again' }).click();
    await page.getByRole('button', { name: 'Undo' }).and(page.locator(':enabled')).waitFor();
    const rolled = await lettersIn(out);
    expect(rolled['B.png']).toBe(first['B.png']);
    expect((await readOwnLetters(out)).A?.states.at(-1)).toMatchObject({ seed: 2 });

    await page.getByRole('button', { name: 'Lock' }).click();
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('button', { name: 'Lock', exact: true }).waitFor();
    for (let step = 0; step < 3; step++) {
      await idle(page);
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('button', { name: 'Redo' }).and(page.locator(':enabled')).waitFor();
    }
    await idle(page);
    expect(await lettersIn(out)).toEqual(first);

    await page.getByRole('button', { name: 'Download' }).click();
    const sheet = await downloaded(page, 'Sheet PNG');
    expect(sheet.subarray(1, 4).toString()).toBe('PNG');
    const letters = await downloaded(page, 'Letters ZIP of PNG');
    expect(letters.includes(Buffer.from(first['A.png']!, 'hex'))).toBe(true);
    const configuration = (await downloaded(page, 'Configuration')).toString();
    expect(configuration).toContain('preset: found');
    expect(complaints).toEqual([]);
  });

  it('goes on when it is reloaded, and shows the same in two tabs', async () => {
    const { page, out } = await openPage(open, { settings: { ...small, iterations: 12 } });
    const other = await page.context().newPage();
    await other.goto(page.url());
    await page.getByRole('button', { name: 'Render', exact: true }).click();
    await other.getByRole('button', { name: 'Stop' }).waitFor();
    await page.reload();
    await made(page);
    await made(other);
    expect(Object.keys(await lettersIn(out))).toEqual(['A.png', 'B.png']);
  });

  it('shows what comes of a frame that is moved by keys, and makes it so', async () => {
    const { page, out } = await openPage(open);
    await page.getByRole('button', { name: 'Render', exact: true }).click();
    await made(page);
    await page.getByRole('button', { name: /^A,/ }).click();
    const frame = page.getByRole('button', { name: /^Letter.*: place in the artwork/ });
    await frame.focus();
    for (const key of ['-', '-', '-', 'ArrowLeft']) await page.keyboard.press(key);
    await page.getByAltText('A as it would be').waitFor();
    await page.getByRole('button', { name: 'Make it so' }).click();
    await page.getByRole('button', { name: 'Undo' }).and(page.locator(':enabled')).waitFor();
    const own = (await readOwnLetters(out)).A!.states.at(-1)!;
    expect(own.place?.ink?.sideRatio).toBeLessThan(1);
  });

  it.each([
    ['light', 390],
    ['dark', 390],
    ['light', 1280],
    ['dark', 2560],
  ] as const)(
    'has nothing that axe objects to, %s at %i px, and nothing wider than the window',
    async (colorScheme, width) => {
      const { page } = await openPage(open, { width });
      await page.emulateMedia({ colorScheme });
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      for (const view of ['/', '/letter/41', '/words']) {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, view);
        await page.waitForSelector('main');
        // The policy lets no script in that is not the page's: the driver's own evaluation is none of the page.
        await page.evaluate(axe);
        const faults = await page.evaluate(async () => {
          const { violations } = await (
            globalThis as unknown as { axe: { run(): Promise<AxeAnswer> } }
          ).axe.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        });
        expect(faults, view).toEqual([]);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over, view).toBeLessThanOrEqual(0);
      }
    },
  );
});

interface AxeAnswer {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

async function downloaded(page: Page, label: string): Promise<Buffer> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: label, exact: false }).first().click();
  return readFile(await (await waiting).path());
}
