/*
 * Makes a small alphabet again and again on the studio's page in Chromium, and prints every minute what page and server hold in memory.
 *   npx vite build --config web/vite.config.ts && nice npx tsx scripts/watch-studio-memory.ts [MINUTES]
 * Ends with 1 where the last third of the time holds a quarter more than the middle third.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CDPSession, chromium, type Page } from 'playwright-core';

const minutes = Number(process.argv[2] ?? 10);
const program =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((each) => existsSync(each));
const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What is held, in megabytes but for the nodes of the page. */
interface Held {
  readonly page: number;
  readonly nodes: number;
  readonly server: number;
  /** The processes that open pictures and paint small ones. */
  readonly helpers: number;
}

async function startServer(folder: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const main = join(root, 'src', 'cli', 'main.ts');
  const args = ['--import', import.meta.resolve('tsx'), main, 'studio', '--no-open'];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const piece of child.stdout!) {
    const url = /http:\S+/.exec(String(piece))?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error('The studio did not start.');
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** Of the server's own processes those that stay: painters of letters come and go. */
async function helpersMb(parent: number): Promise<number> {
  let sum = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (Number(/PPid:\s+(\d+)/.exec(status)?.[1]) === parent && command.includes('studio-worker'))
      sum += await residentMb(pid);
  }
  return sum;
}

async function measure(session: CDPSession, server: number): Promise<Held> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
  return {
    page: metric('JSHeapUsedSize') / 1e6,
    nodes: metric('Nodes'),
    server: await residentMb(server),
    helpers: await helpersMb(server),
  };
}

const settle = (page: Page, flags: object): Promise<void> =>
  page.evaluate(async (wanted) => {
    const { first } = await (await fetch('/api/runs')).json();
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`/api/runs/${first}/settings`, { method: 'POST', headers, body: JSON.stringify(wanted) });
  }, flags);

/** Renders all letters with another seed, looks at one of them and tries a slider; returns when all are made. */
async function goRound(page: Page, seed: number): Promise<void> {
  await settle(page, { seed });
  await page.getByRole('button', { name: 'Render', exact: true }).click();
  await page.getByRole('button', { name: 'All made' }).waitFor();
  await page.locator('.tile button').first().click();
  await page.getByLabel('Contrast').press(seed % 2 === 0 ? 'Home' : 'End');
  await page.locator('.said', { hasText: 'Painted' }).waitFor();
  await page.keyboard.press('Escape');
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** What has grown by a quarter from the middle third to the last. */
function grown(all: readonly Held[]): string[] {
  const third = Math.floor(all.length / 3);
  return (['page', 'nodes', 'server', 'helpers'] as const).filter((name) => {
    const [middle, last] = [all.slice(third, -third), all.slice(-third)].map((part) =>
      mean(part.map((each) => each[name])),
    );
    return last! > middle! * 1.25;
  });
}

const folder = await mkdtemp(join(tmpdir(), 'abecedary-watch-'));
const { child, url } = await startServer(folder);
const browser = await chromium.launch({
  ...(program && { executablePath: program }),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(600_000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(url);
  await page.waitForSelector('.tile');
  await settle(page, { characters: 'ABCDEF', size: 64, iterations: 4 });
  await page.waitForFunction(() => document.querySelectorAll('.tile').length === 6);
  const all: Held[] = [];
  const started = performance.now();
  for (let seed = 2; all.length < minutes; seed++) {
    await goRound(page, seed);
    if (performance.now() - started < (all.length + 1) * 60_000) continue;
    all.push(await measure(session, child.pid!));
    const { page: heap, nodes, server, helpers } = all.at(-1)!;
    const whole = (value: number): string => value.toFixed(value < 20 ? 1 : 0);
    const after = ((performance.now() - started) / 60_000).toFixed(1);
    say(
      `after ${after} min and ${seed - 1} alphabets: page ${whole(heap)} MB in ${nodes} nodes, server ${whole(server)} MB, its helpers ${whole(helpers)} MB`,
    );
  }
  const growing = grown(all);
  say(growing.length === 0 ? 'Nothing grows.' : `Growing: ${growing.join(', ')}`);
  process.exitCode = growing.length === 0 ? 0 : 1;
} finally {
  await browser.close();
  child.kill('SIGINT');
  await once(child, 'exit');
  await rm(folder, { recursive: true, force: true });
}
