import { readdir } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import { AbecedaryError } from '../base/errors.js';
import { type LetterChange, type LetterSettings, type LetterView, type RunView, tryKinds } from '../index.js';
import { letterId } from './open-run.js';
import type { Tools, Variables } from './tools.js';

/** What is asked of one letter. */
export function addLetterRoutes(app: Hono<Variables>, { sketcher, previewer }: Tools): void {
  const base = '/api/runs/:run/letters/:letter';
  app.get(`${base}/frames`, async (c) => {
    const { frames } = await letterOf(c);
    const names = await readdir(frames).catch(() => []);
    return c.json({ frames: names.filter((name) => framePattern.test(name)).length });
  });
  app.post(`${base}/change`, async (c) => {
    const run = c.get('run');
    const { letter } = await letterOf(c);
    const change = await readChange(await c.req.json(), (id) => run.artwork(id));
    run.history.forget(letter);
    await run.activity.perform({ kind: 'letter', letter, change });
    return c.json({});
  });
  // Pairing makes nothing yet: somebody pairs several, then renders.
  app.post(`${base}/pair`, async (c) => {
    const { activity, history, artwork } = c.get('run');
    const { letter, artwork: before } = await letterOf(c);
    const change = await readChange(await c.req.json(), artwork);
    if (change === undefined || !('set' in change))
      throw new AbecedaryError('config', 'Expected an artwork.');
    if (change.set.artwork?.[0]?.file === before) return c.json({});
    const note = (noted: LetterChange): Promise<void> =>
      activity.perform({ kind: 'note', letter, change: noted });
    await note(change);
    history.add({ letter, undo: () => note({ step: 'undo' }), redo: () => note({ step: 'redo' }) });
    return c.json({});
  });
  app.post(`${base}/tries`, async (c) => {
    const { kind } = await c.req.json<{ kind?: unknown }>();
    const tryKind = tryKinds.find((each) => each === kind);
    if (tryKind === undefined) throw new AbecedaryError('config', `Expected one of ${tryKinds.join(', ')}.`);
    await c.get('run').activity.perform({ kind: 'tries', letter: (await letterOf(c)).letter, tryKind });
    return c.json({});
  });
  app.get(`${base}/tries`, async (c) => {
    const made = c.get('run').activity.tries((await letterOf(c)).letter);
    return c.json(
      made === undefined ? { tries: [] } : { kind: made.kind, tries: made.tries.map(({ label }) => label) },
    );
  });
  app.post(`${base}/preview`, async (c) => {
    const run = c.get('run');
    const { letter } = await letterOf(c);
    const { set, iterations: wanted = 0, sizePx = 128 } = await c.req.json<Record<string, unknown>>();
    const change = await readChange({ set }, (id) => run.artwork(id));
    const own = change !== undefined && 'set' in change ? change.set : {};
    const iterations = within(wanted, 0, 20);
    const { picture, ...made } = await (iterations === 0 ? sketcher : previewer).do({
      ...{ kind: 'preview', config: await run.config(), letter, own },
      iterations,
      sizePx: within(sizePx, 32, 256),
    });
    return c.json({ ...made, picture: `data:image/png;base64,${Buffer.from(picture).toString('base64')}` });
  });
}

export const framePattern = /^\d{3,}\.(?:webp|jpg)$/;

const within = (value: unknown, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(Number(value)) || least));

/** The letter that an address names, as it was looked at last. Throws `config` for one that the run has no more. */
export async function letterOf(c: Context<Variables>): Promise<LetterView> {
  const id = c.req.param('letter');
  const run = c.get('run');
  const among = ({ letters }: RunView) => letters.find(({ letter }) => letterId(letter) === id);
  const known = run.seen() && among(run.seen()!);
  const letter = known ?? among(await run.view());
  if (letter === undefined)
    throw new AbecedaryError('config', 'Expected a letter of this alphabet, got another; reload the page.');
  return letter;
}

/** What the page may set of a letter; the schema of the configuration has the last word on the values. */
const settable = [
  ...['place', 'preset', 'seed', 'contrast', 'fit', 'detail', 'polarity', 'found', 'lay', 'seam'],
  ...['scale', 'shiftX', 'shiftY', 'lock'],
];

/** A change as the page sends it: an artwork is an id. Undefined: the letter once more. */
async function readChange(
  given: unknown,
  fileOf: (id: string) => Promise<string | undefined>,
): Promise<LetterChange | undefined> {
  const { set, step, take, auto, artwork } = (given ?? {}) as Record<string, unknown>;
  if (step === 'undo' || step === 'redo') return { step };
  if (typeof take === 'number') return { take };
  const file = typeof artwork === 'string' ? await fileOf(artwork) : undefined;
  if (typeof artwork === 'string' && file === undefined)
    throw new AbecedaryError('config', 'Expected an artwork of this alphabet, got another; reload the page.');
  const settings = Object.fromEntries(
    Object.entries((set ?? {}) as Record<string, unknown>)
      .filter(([name]) => settable.includes(name))
      .map(([name, value]) => [name, value === null ? undefined : value]),
  );
  const all = { ...settings, ...(file && { artwork: [{ file, weight: 1 }] }) } as LetterSettings;
  if (Object.keys(all).length === 0 && auto !== true) return undefined;
  return { set: all, ...(auto === true && { auto }) };
}
