/*
 * Measures the studio's page in Chromium: first paint, blocking, layout shift, the way to the first letter of an artwork of one's own,
 * and how soon each slider shows what it does. With a folder it leaves screenshots there.
 *   npx vite build --config web/vite.config.ts && npx tsx scripts/measure-studio.ts [FOLDER]
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startStudio } from '../src/studio/index.js';

const widths = [390, 768, 1280, 1920, 2560];
const artwork = fileURLToPath(new URL('../styles/crystals.jpg', import.meta.url));
const program =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((each) => existsSync(each));

interface Figures {
  readonly firstPaintMs: number;
  readonly blockedMs: number;
  readonly shift: number;
}

/** Collected by the browser from the start of the page. */
const collect = `
  window.figures = { blockedMs: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.figures.blockedMs += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.figures.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

async function readFigures(page: Page): Promise<Figures> {
  return page.evaluate(() => ({
    ...(globalThis as unknown as { figures: Omit<Figures, 'firstPaintMs'> }).figures,
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
  }));
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The least of several goes: what others do on the machine only adds. */
const goes = 3;

async function measureOpening(browser: Browser, url: string): Promise<void> {
  const all: Figures[] = [];
  for (let go = 0; go < goes; go++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(600_000);
    await page.addInitScript(collect);
    await page.goto(url);
    await page.waitForSelector('.tile');
    await page.waitForLoadState('networkidle');
    all.push(await readFigures(page));
    await context.close();
  }
  const least = (name: keyof Figures): number => Math.min(...all.map((each) => each[name]));
  say(`first paint ${Math.round(least('firstPaintMs'))} ms, blocked ${Math.round(least('blockedMs'))} ms`);
  say(`layout shift ${Math.max(...all.map(({ shift }) => shift)).toFixed(4)} at most, of ${goes} openings`);
}

async function measureFirstLetter(page: Page): Promise<void> {
  const started = performance.now();
  let clicks = 0;
  await page.setInputFiles('.drop input', artwork);
  clicks++;
  await page.waitForFunction(() => document.querySelectorAll('.thumbs li').length === 1);
  await page.getByRole('button', { name: 'Render', exact: true }).click();
  clicks++;
  await page.waitForSelector('.tile .paper img:not([alt$="in work"])');
  const seconds = (performance.now() - started) / 1000;
  say(`first letter of an artwork of one's own, 128 px: ${seconds.toFixed(1)} s, ${clicks} clicks`);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.waitForFunction(() => document.querySelector('.progress') === null);
}

async function measureSliders(page: Page): Promise<void> {
  const said = (text: string): Promise<void> =>
    page.locator('.proof p', { hasText: text }).waitFor({ state: 'visible' });
  await page.getByRole('button', { name: /^Try it on/ }).click();
  await said('Painted, small');
  for (const label of ['Artwork itself', 'Contrast', 'Torn edge', 'Detail']) {
    const [laid, painted]: [number[], number[]] = [[], []];
    for (const key of ['End', 'Home', 'End']) {
      const before = await page.getAttribute('.proof .sample img', 'src');
      const started = performance.now();
      await page.getByLabel(label).first().press(key);
      await page.waitForFunction(
        (src) => document.querySelector('.proof .sample img')?.getAttribute('src') !== src,
        before,
        { polling: 20 },
      );
      laid.push((performance.now() - started) / 1000);
      await said('Painted, small');
      painted.push((performance.now() - started) / 1000);
    }
    const [soon, late] = [laid, painted].map((each) => Math.min(...each).toFixed(2));
    say(`«${label}»: seen after ${soon} s, painted after ${late} s`);
  }
}

async function shoot(page: Page, folder: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: Math.round(Math.max(844, width * 0.6)) });
      for (const view of ['sheet', 'letter/41', 'words']) {
        await page.evaluate((hash) => {
          location.hash = `/${hash}`;
        }, view);
        await page.waitForTimeout(600);
        await page.screenshot({ path: join(folder, `${view.split('/')[0]}-${width}-${colorScheme}.png`) });
      }
    }
  }
}

const [shots] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'abecedary-measure-'));
const studio = await startStudio({ out: join(folder, 'alphabet'), folder });
const browser = await chromium.launch({
  ...(program && { executablePath: program }),
  args: ['--no-sandbox'],
});
try {
  await measureOpening(browser, studio.url);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(600_000);
  await page.goto(studio.url);
  await page.waitForSelector('.tile');
  await measureFirstLetter(page);
  await measureSliders(page);
  if (shots !== undefined) await shoot(page, shots);
} finally {
  await browser.close();
  await studio.close();
  await rm(folder, { recursive: true, force: true });
}
