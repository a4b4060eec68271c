import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Hono } from 'hono';
import { AbecedaryError } from '../base/errors.js';
import { idOf, type OpenRun, ownArtworks, ownFonts, removedArtworks } from './open-run.js';
import { changeRunConfig, type FlagChanges, pageFlags, replaceRunConfig } from './run-config.js';
import { isBelow, readRunState } from './run-state.js';
import type { Tools, Variables } from './tools.js';
import { artworkLimits, fontLimits, receiveFile, type Upload } from './upload.js';

/** What is asked of a whole run. */
export function addRunRoutes(app: Hono<Variables>, { opener }: Tools): void {
  app.get('/api/runs/:run/state', async (c) => c.json(await readRunState(c.get('run'))));
  app.post('/api/runs/:run/settings', async (c) => {
    const run = c.get('run');
    await change(run, readFlags(await c.req.json()));
    return c.json({});
  });
  app.post('/api/runs/:run/step', async (c) => {
    const run = c.get('run');
    const { step } = await c.req.json<{ step?: unknown }>();
    if (step !== 'undo' && step !== 'redo') throw new AbecedaryError('config', 'Expected undo or redo.');
    await run.history.step(step).finally(() => run.events.send({ kind: 'changed' }));
    await layAgain(run);
    return c.json({});
  });
  app.post('/api/runs/:run/render', async (c) => {
    const { only } = await c.req.json<{ only?: unknown }>();
    const { characters } = await c.get('run').config();
    const wanted = Array.isArray(only) ? characters.filter((each) => only.includes(each)) : characters;
    c.get('run').activity.render(wanted);
    return c.json({});
  });
  app.post('/api/runs/:run/stop', (c) => {
    c.get('run').activity.stop();
    return c.json({});
  });
  app.post('/api/runs/:run/page', async (c) => {
    const { content } = await c.req.json<{ content?: unknown }>();
    await c.get('run').activity.perform({ kind: 'page', content: String(content ?? '') });
    return c.json({});
  });
  app.put('/api/runs/:run/artworks', async (c) => {
    const run = c.get('run');
    const file = await receiveFile(uploadOf(c.req.raw), ownArtworks(run.out), {
      limits: artworkLimits,
      check: (given) => opener.do({ kind: 'thumbnail', file: given, sidePx: 64, limitMegapixels: 100 }),
    });
    await useOwnArtworks(run);
    return c.json({ id: idOf(file) });
  });
  app.delete('/api/runs/:run/artworks/:artwork', async (c) => {
    const run = c.get('run');
    const file = await run.artwork(c.req.param('artwork'));
    if (file === undefined || !isBelow(file, ownArtworks(run.out))) return c.notFound();
    await remove(run, file);
    return c.json({});
  });
  app.put('/api/runs/:run/font', async (c) => {
    const run = c.get('run');
    const file = await receiveFile(uploadOf(c.req.raw), ownFonts(run.out), {
      limits: fontLimits,
      check: (given) => opener.do({ kind: 'font', file: given }),
    });
    await change(run, { font: file });
    return c.json({});
  });
}

async function change({ out, folder, history, events }: OpenRun, changes: FlagChanges): Promise<void> {
  const { before, after } = await changeRunConfig(out, folder, changes);
  if (!isDeepStrictEqual(before, after)) {
    history.add({
      undo: () => replaceRunConfig(out, { before: after, after: before }),
      redo: () => replaceRunConfig(out, { before, after }),
    });
  }
  events.send({ kind: 'changed' });
}

/** Letters that were shown and are as they were wanted before come back by themselves: they only have to be put in their place. */
async function layAgain({ activity, view }: OpenRun): Promise<void> {
  if (activity.state().kind !== 'idle') return;
  const { letters } = await view();
  const there = letters.filter(({ state, picture }) => state === 'kept' && picture.sha256 !== undefined);
  if (there.length > 0) activity.render(there.map(({ letter }) => letter));
}

/** Lays an artwork aside, so that it can be taken back while the studio is open. */
async function remove({ out, history, events }: OpenRun, file: string): Promise<void> {
  const aside = join(removedArtworks(out), basename(file));
  const lay = async (from: string, to: string): Promise<void> => {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  };
  await lay(file, aside);
  history.add({ undo: () => lay(aside, file), redo: () => lay(file, aside) });
  events.send({ kind: 'changed' });
}

/** The artworks that come along make way for somebody's own; a folder of theirs is kept beside. */
async function useOwnArtworks(run: OpenRun): Promise<void> {
  const folder = ownArtworks(run.out);
  const { from } = (await run.config()).artworks;
  const before = from === 'included' ? [] : typeof from === 'string' ? [from] : from;
  if (before.includes(folder)) run.events.send({ kind: 'changed' });
  else await change(run, { styles: before.length === 0 ? folder : [...before, folder] });
}

function uploadOf(request: Request): Upload {
  const length = request.headers.get('content-length');
  let name = 'file';
  try {
    name = decodeURIComponent(request.headers.get('x-file-name') ?? '');
  } catch {
    // A name that is no text; its kind is seen to anyway.
  }
  return { name, length: length === null ? undefined : Number(length), body: request.body };
}

/** Flags of the page by name; null takes one back. Throws `config` for others: a path is nothing that a page may name. */
function readFlags(given: unknown): FlagChanges {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  const entries = isObject ? Object.entries(given) : [];
  const wrong = entries.find(([name, value]) => !isAllowed(name, value));
  if (!isObject || wrong !== undefined) {
    const got = wrong === undefined ? 'something else' : wrong[0];
    throw new AbecedaryError('config', `Expected settings of the page, got ${got}; reload the page.`);
  }
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === null ? undefined : String(value)]),
  );
}

function isAllowed(name: string, value: unknown): boolean {
  if (!pageFlags.includes(name)) return false;
  if (value === null) return true;
  if (name === 'styles') return value === 'included';
  // A font by its name: the same rule tells names from paths everywhere.
  if (name === 'font') return value === 'default' || (typeof value === 'string' && /^[^/\\.~]+$/.test(value));
  return typeof value === 'string' || typeof value === 'number';
}
