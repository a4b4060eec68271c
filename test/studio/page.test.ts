import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readMadeWith } from '../../src/index.js';
import { readOwnLetters } from '../../src/plan/own-letters.js';
import { describeWithChromium } from '../support/chromium.js';
import { copyArtworks, lettersIn } from '../support/small-alphabet.js';
import { type StudioProgram, startStudioProgram } from '../support/studio-program.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where screenshots are kept to be looked at; git leaves the folder alone. */
const screenshots = join(root, 'build', 'studio');

/** Letters of 32 px in two iterations, so that the story is short. */
const small = { characters: 'AB', size: 32, iterations: 2 };

/** Letters that are at work when the studio is killed, and never done. */
const long = { preset: 'painted', size: 128, iterations: 200 };

/** One studio and one page for all tests, which tell one story in their order: opening them takes longer than the story. */
class Story {
  readonly complaints: string[] = [];
  readonly out: string;
  studio!: StudioProgram;
  page!: Page;

  constructor(readonly folder: string) {
    this.out = join(folder, 'story');
  }

  async open(browser: Browser): Promise<void> {
    this.studio = await startStudioProgram(this.folder, this.out);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    // As long as it takes on a machine that has other things to do.
    context.setDefaultTimeout(120_000);
    this.page = await context.newPage();
    this.page.on('pageerror', (error) => this.complaints.push(error.message));
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await this.page.goto(this.studio.url);
    await this.page.waitForSelector('.tile');
  }

  async set(wanted: object): Promise<void> {
    await this.page.evaluate(async (flags) => {
      const { first } = await (await fetch('/api/runs')).json();
      const headers = { 'Content-Type': 'application/json' };
      const asked = { method: 'POST', headers, body: JSON.stringify(flags) };
      const answer = await fetch(`/api/runs/${first}/settings`, asked);
      if (!answer.ok) throw new Error(await answer.text());
    }, wanted);
  }
}

const idle = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector('.progress') === null);

const made = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'All made' }).waitFor();
  await idle(page);
};

const render = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Render', exact: true }).click();

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

describeWithChromium('the studio’s page', (open) => {
  let story: Story;
  beforeAll(async () => {
    await build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'error' });
    story = new Story(await mkdtemp(join(tmpdir(), 'abecedary-test-')));
    await story.open(await open());
  });
  afterAll(async () => {
    await story.studio.kill();
    await rm(story.folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('goes on when it is reloaded and in a second tab, and after the studio was killed at work', async () => {
    const { page, folder } = story;
    const art = await copyArtworks(folder, 2);
    await page.setInputFiles('.drop input', [join(art, '1.jpg'), join(art, '2.jpg')]);
    await page.waitForFunction(() => document.querySelectorAll('.thumbs li').length === 2);
    await story.set({ ...small, ...long });
    await page.waitForFunction(() => document.querySelectorAll('.tile').length === 2);
    const other = await page.context().newPage();
    await other.goto(new URL('/', page.url()).href);
    await render(page);
    await page.reload();
    for (const each of [page, other]) await each.getByAltText('A, in work').first().waitFor();
    expect(story.complaints).toEqual([]);

    await story.studio.kill();
    await other.getByText('The studio does not answer').waitFor();
    const { port } = new URL(story.studio.url);
    story.studio = await startStudioProgram(folder, story.out, port);
    await other.getByText('The studio was started anew').waitFor();
    await page.goto(story.studio.url);
    await page.waitForSelector('.tile');
    await story.set({ ...small, preset: 'found' });
    await other.reload();
    await render(page);
    await made(page);
    await made(other);
    await other.close();
    expect(Object.keys(await lettersIn(story.out))).toEqual(['A.png', 'B.png']);
    story.complaints.length = 0;
  });

  it('pairs by dragging, sets the whole alphabet, and takes both back', async () => {
    const { page } = story;
    const [undo, redo] = ['Undo', 'Redo'].map((name) =>
      page.getByRole('button', { name }).and(page.locator(':enabled')),
    );
    const letter = page.getByRole('button', { name: /^A,/ });
    const before = await letter.getAttribute('aria-label');
    await page.locator('.thumbs li').nth(1).dragTo(page.locator('.tile').first());
    await page.getByRole('button', { name: 'Render 1' }).waitFor();
    expect(await letter.getAttribute('aria-label')).toBe('A, 2, changed');
    await page.getByText('Collage', { exact: true }).click();
    await page.getByRole('button', { name: 'Render', exact: true }).waitFor();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Render 1' }).waitFor();
    await undo!.click();
    await page.getByRole('button', { name: 'All made' }).waitFor();
    await redo!.waitFor();
    expect(await letter.getAttribute('aria-label')).toBe(before);

    const bytes = await readFile(join(await copyArtworks(story.folder, 3), '3.jpg'), 'base64');
    await dropFile(page, '.tile:nth-child(2)', { name: '3.jpg', bytes });
    await page.getByRole('button', { name: 'B, 3, changed' }).waitFor();
    expect(await page.locator('.thumbs li').count()).toBe(3);
    await undo!.click();
    await page.getByRole('button', { name: 'All made' }).waitFor();
  });

  it('changes a letter, takes it back and hands all over', async () => {
    const { page, out } = story;
    const first = await lettersIn(out);

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
    await page.keyboard.press('Escape');
    expect(story.complaints).toEqual([]);
  });

  it('shows what comes of a frame that is moved by keys, and makes it so', async () => {
    const { page, out } = story;
    await page.evaluate(() => {
      location.hash = '/letter/41';
    });
    const frame = page.getByRole('button', { name: /^Letter.*: place in the artwork/ });
    await frame.focus();
    for (const key of ['-', '-', '-', 'ArrowLeft']) await page.keyboard.press(key);
    await page.getByAltText('A as it would be').waitFor();
    const box = (await frame.boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 40, box.y + 10, { steps: 3 });
    await page.getByRole('img', { name: 'A as it is laid' }).waitFor();
    await page.mouse.up();
    expect((await frame.boundingBox())!.x).toBeGreaterThan(box.x);
    await page.getByAltText('A as it would be').waitFor();
    await page.getByRole('button', { name: 'Make it so' }).click();
    await page.getByRole('button', { name: 'Undo' }).and(page.locator(':enabled')).waitFor();
    await idle(page);
    const own = (await readOwnLetters(out)).A!.states.at(-1)!;
    expect(own.place?.ink?.sideRatio).toBeLessThan(1);
  });

  it('wipes from a letter to what it was made of', async () => {
    const { page } = story;
    const compare = page.getByLabel('Compare with');
    for (const beside of ['plain', 'ink']) {
      await compare.selectOption(beside);
      const wipe = page.getByLabel(/^Wipe/);
      await wipe.press('Home');
      expect(await page.locator('.beside').evaluate((each) => getComputedStyle(each).clipPath)).toBe(
        'inset(0px 0px 0px 0%)',
      );
    }
    await compare.selectOption('');
  });

  it.each([
    ['light', 390],
    ['dark', 1280],
  ] as const)('has nothing that axe objects to, %s at %i px', async (colorScheme, width) => {
    const { page } = story;
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    for (const view of views) {
      await look(page, view);
      // The policy lets no script in that is not the page's: the driver's own evaluation is none of the page.
      await page.evaluate(axe);
      const faults = await page.evaluate(async () => {
        const { violations } = await (
          globalThis as unknown as { axe: { run(): Promise<AxeAnswer> } }
        ).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(faults, view).toEqual([]);
    }
  });

  it.each([
    [390, 'light'],
    [768, 'dark'],
    [1280, 'light'],
    [1920, 'dark'],
    [2560, 'light'],
  ] as const)('has nothing wider than a window of %i px', async (width, colorScheme) => {
    const { page } = story;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    for (const view of views) {
      await look(page, view);
      const name = view.split('/')[1] || 'sheet';
      await page.screenshot({ path: join(screenshots, `${name}-${width}-${colorScheme}.png`) });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, view).toBeLessThanOrEqual(0);
    }
    const head = await page.evaluate(() => document.querySelector('.top')!.getBoundingClientRect().height);
    expect(head).toBeLessThan(width < 1000 ? 110 : 70);
  });
});

const views = ['/', '/letter/41', '/words'];

async function look(page: Page, view: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, view);
  await page.waitForSelector('main');
}

interface AxeAnswer {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Drops a file as somebody does who drags it from a folder; `bytes` as base64. */
async function dropFile(
  page: Page,
  selector: string,
  file: { readonly name: string; readonly bytes: string },
): Promise<void> {
  const dataTransfer = await page.evaluateHandle(({ name, bytes }) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], name));
    return dropped;
  }, file);
  for (const type of ['dragover', 'drop']) await page.dispatchEvent(selector, type, { dataTransfer });
}

async function downloaded(page: Page, label: string): Promise<Buffer> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: label, exact: false }).first().click();
  return readFile(await (await waiting).path());
}
