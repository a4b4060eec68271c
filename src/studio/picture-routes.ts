import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context, Hono } from 'hono';
import { sendFile } from './files.js';
import { framePattern, letterOf } from './letter-routes.js';
import type { Tools, Variables } from './tools.js';
import type { StudioWorker } from './worker.js';

/** Sides that thumbnails are made in, so that few are kept. */
const sides = [96, 192, 384, 768, 1536];

/** Pictures: small ones are made here, in the process that opens what came from outside. */
export function addPictures(app: Hono<Variables>, { opener }: Tools): void {
  const thumbnails = createThumbnails(opener);
  const letter = '/api/runs/:run/letters/:letter';
  app.get('/api/runs/:run/artworks/:artwork', async (c) => {
    const file = await c.get('run').artwork(c.req.param('artwork'));
    return file === undefined ? c.notFound() : sendThumbnail(c, await thumbnails(file, sideOf(c)));
  });
  app.get(`${letter}/picture`, async (c) => {
    const { picture } = await letterOf(c);
    if (c.req.query('px') !== undefined && (await isWithin(picture.file, c.get('run').out)))
      return sendThumbnail(c, await thumbnails(picture.file, sideOf(c)));
    return (await sendFile(picture.file, c.get('run').out, { lasting: true })) ?? c.notFound();
  });
  app.get(`${letter}/live`, async (c) => {
    const frame = c.get('run').activity.frame((await letterOf(c)).letter);
    if (frame === undefined) return c.notFound();
    return new Response(new Uint8Array(frame), { headers: { 'Content-Type': 'image/webp' } });
  });
  app.get(`${letter}/frames/:frame{\\d+}`, async (c) => {
    const { frames } = await letterOf(c);
    const names = (await readdir(frames).catch(() => [])).filter((name) => framePattern.test(name)).sort();
    const name = names[Number(c.req.param('frame'))];
    if (name === undefined) return c.notFound();
    return (await sendFile(join(frames, name), c.get('run').out, { lasting: true })) ?? c.notFound();
  });
  app.get(`${letter}/tries/:number{\\d+}`, async (c) => {
    const tries = c.get('run').activity.tries((await letterOf(c)).letter)?.tries;
    const file = tries?.[Number(c.req.param('number')) - 1]?.file;
    if (file === undefined) return c.notFound();
    return (await sendFile(file, c.get('run').out)) ?? c.notFound();
  });
  app.get('/api/runs/:run/page', async (c) => {
    const file = c.get('run').activity.page();
    if (file === undefined) return c.notFound();
    return (await sendFile(file, c.get('run').out)) ?? c.notFound();
  });
}

function sideOf(c: Context<Variables>): number {
  const asked = Number(c.req.query('px') ?? 0);
  return sides.find((side) => side >= asked) ?? sides.at(-1)!;
}

function sendThumbnail(c: Context<Variables>, bytes: Uint8Array): Response {
  c.header('Content-Type', 'image/webp');
  // A picture that changes has another address.
  c.header('Cache-Control', 'private, max-age=31536000, immutable');
  return c.body(new Uint8Array(bytes));
}

async function isWithin(file: string, folder: string): Promise<boolean> {
  const response = await sendFile(file, folder);
  await response?.body?.cancel();
  return response !== undefined;
}

const mostBytes = 64_000_000;

/** Makes every thumbnail once; the oldest are forgotten. */
function createThumbnails(opener: StudioWorker): (file: string, sidePx: number) => Promise<Uint8Array> {
  const made = new Map<string, Promise<Uint8Array>>();
  let bytes = 0;
  return async (file, sidePx) => {
    const { mtimeMs, size } = await stat(file);
    const key = `${dirname(file)} ${file} ${mtimeMs} ${size} ${sidePx}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const making = opener.do({ kind: 'thumbnail', file, sidePx });
    made.set(key, making);
    making.then(
      (thumbnail) => {
        bytes += thumbnail.length;
      },
      () => made.delete(key),
    );
    while (bytes > mostBytes && made.size > 1) {
      const [oldest, thumbnail] = made.entries().next().value!;
      made.delete(oldest);
      bytes -= (await thumbnail.catch(() => new Uint8Array())).length;
    }
    return making;
  };
}
