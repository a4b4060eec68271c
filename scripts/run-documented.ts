import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import {
  commandsInText,
  type DocumentedCommand,
  type DocumentedLine,
  documentedLine,
  isCommand,
  linesOfBlocks,
  pages,
  synopses,
} from './documented.js';

/*
 * Runs every command of README, docs and help in one folder, small, with the files there that the examples name. Each has to exit with 0.
 * Takes the program as its arguments: npx tsx scripts/run-documented.ts node dist/cli/main.js
 */

/** What is not run here, and where it is. */
const elsewhere: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /--redis\b|scheduler redis|redis-server|--engine webgpu/,
    'needs a Redis: test/work/remote-alphabet.test.ts',
  ],
  [/weights pull/, 'fetches 80 MB: test/cli/weights.test.ts, from a server of its own'],
  [/\bstudio\b/, 'needs a browser: test/studio'],
  [/bench\/gpu\//, 'needs a GPU: .ci/run does it on the CPU'],
  [/^(export OMP|python3 training|npx tsx bench)/, 'needs PyTorch, the pictures of the training and days'],
  [/^npm (ci|test)$|^npm run (lint|types|build)$|^npm install/, 'is done by .ci/run itself'],
  [/^abecedary doctor$/, 'is done by .ci/run itself'],
  [/^npm run bench$/, 'takes minutes: bench/'],
];

/** As far as an example does not say it otherwise. Sizes and iterations that it says are made small too. */
const configuration = `
characters: AKQRS
out: ../out
artworks: { from: ../my-art }
transfer: { sizePx: 32, iterations: 1, evaluationsPerIteration: 2 }
film: { formats: gif, sizePx: 16, sheet: false }
overview: { formats: none }
sheet: { page: { dpi: 36 } }
text: { page: 96x64 }
`;
const small = { size: '32', iterations: '1' };

async function layFiles(folder: string): Promise<void> {
  const artwork = (name: string, to: string) =>
    sharp(`styles/${name}.jpg`).resize(96, 96).toFile(join(folder, to));
  for (const name of ['art', 'fonts']) mkdirSync(join(folder, name), { recursive: true });
  await artwork('agate', 'my-art/agate.jpg');
  await artwork('kintsugi', 'my-art/kintsugi.jpg');
  await artwork('marbling', 'my-art/marbling.jpg');
  await artwork('stained-glass', 'art/glass.jpg');
  await artwork('tesserae', 'new.jpg');
  const font = 'node_modules/@fontsource/archivo-black/files/archivo-black-latin-400-normal.woff2';
  for (const name of ['fonts/MyFont.otf', 'my.otf']) copyFileSync(font, join(folder, name));
  writeFileSync(join(folder, 'lyrics.txt'), 'Go on\nso');
  writeFileSync(join(folder, 'config', 'alphabet.yaml'), configuration);
}

function madeSmall(args: readonly string[]): string[] {
  return args.map((word, at) => small[args[at - 1]?.replace(/^--/, '') as keyof typeof small] ?? word);
}

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

function run(program: readonly string[], args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((settle, fail) => {
    const child = spawn(program[0]!, [...program.slice(1), ...args], {
      cwd,
      env: { ...process.env, HOME: cwd, XDG_CONFIG_HOME: '', XDG_CACHE_HOME: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    child.on('error', fail);
    child.on('close', (code) => settle({ code, said }));
  });
}

/** The examples that stand below every help. */
async function examplesOfHelp(program: readonly string[]): Promise<DocumentedLine[]> {
  const { said } = await run(program, ['--help'], process.cwd());
  return [...said.matchAll(/^ {2}(abecedary .*?)(?: {2}.*)?$/gm)].map(([, line]) =>
    documentedLine('--help', line!),
  );
}

/** All of them, each once, in the order of the documents; those of the help, which begin with `init`, first. */
async function listLines(program: readonly string[]): Promise<DocumentedLine[]> {
  const lines = [
    ...(await examplesOfHelp(program)),
    ...pages.flatMap((page) => [...linesOfBlocks(page), ...commandsInText(page)]),
  ];
  const called = new Set(lines.map(({ args }) => args?.[0]));
  const others = synopses().filter(({ args }) => !called.has(args[0]));
  const all = [...lines, ...others];
  const key = ({ line, args }: DocumentedLine): string => (args ?? [line]).join(' ');
  return all.filter((each, at) => all.findIndex((other) => key(other) === key(each)) === at);
}

async function runAll(program: readonly string[], folder: string): Promise<number> {
  let faults = 0;
  let ran = 0;
  for (const each of await listLines(program)) {
    const { page, line } = each;
    const why = elsewhere.find(([pattern]) => pattern.test(line))?.[1];
    if (why !== undefined) {
      console.log(`not run     ${page}: ${line} (${why})`);
      continue;
    }
    if (!isCommand(each)) {
      console.log(`UNKNOWN     ${page}: ${line}`);
      faults++;
      continue;
    }
    const seconds = await runOne(program, each, folder);
    if (each.args[0] === 'init') await layFiles(folder);
    ran++;
    if (seconds === undefined) faults++;
    else console.log(`${seconds.toFixed(1).padStart(6)} s    ${page}: ${line}`);
  }
  console.log(`${ran} commands were run, ${faults} failed`);
  return faults;
}

/** The seconds that it took; undefined where it did not end with 0. */
async function runOne(
  program: readonly string[],
  { page, line, args }: DocumentedCommand,
  folder: string,
): Promise<number | undefined> {
  const started = performance.now();
  const { code, said } = await run(program, madeSmall(args), folder);
  if (code === 0) return (performance.now() - started) / 1000;
  console.log(`EXIT ${code}      ${page}: ${line}\n${said}`);
  return undefined;
}

const program = process.argv
  .slice(2)
  .map((word) => (word.startsWith('-') || !word.includes('/') ? word : resolve(word)));
const folder = mkdtempSync(join(tmpdir(), 'documented-'));
try {
  process.exitCode = (await runAll(program, folder)) === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
