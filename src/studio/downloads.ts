import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Hono } from 'hono';
import { configYaml, type LetterSettings } from '../index.js';
import { sendFile } from './files.js';
import type { Tools, Variables } from './tools.js';
import { productNames } from './worker-tasks.js';
import { zipOf } from './zip.js';

/** What somebody takes home. */
export function addDownloads(app: Hono<Variables>, { opener }: Tools): void {
  app.get('/api/runs/:run/downloads/configuration', async (c) => {
    const run = c.get('run');
    const { letters } = await run.view();
    const own = Object.fromEntries(letters.map((each): [string, LetterSettings] => [each.letter, each.own]));
    c.header('Content-Disposition', 'attachment; filename="alphabet.yaml"');
    c.header('Content-Type', 'application/yaml; charset=utf-8');
    return c.body(
      `# abecedary alphabet --config alphabet.yaml --out DIR\n${configYaml(await run.config(), own)}`,
    );
  });
  app.get('/api/runs/:run/downloads/:name', async (c) => {
    const { out, ...run } = c.get('run');
    const name = productNames.find((each) => each === c.req.param('name'));
    if (name === undefined) return c.notFound();
    const files = await opener.do({ kind: 'product', config: await run.config(), name });
    const single = name === 'sheet' || name === 'pdf' ? files[0] : undefined;
    if (single !== undefined)
      return (await sendFile(single, out, { download: basename(single) })) ?? c.notFound();
    c.header('Content-Disposition', `attachment; filename="${name}.zip"`);
    c.header('Content-Type', 'application/zip');
    const entries = files.map((file) => ({ name: `${name}/${basename(file)}`, file }));
    return c.body(Readable.toWeb(Readable.from(zipOf(entries))) as ReadableStream<Uint8Array>);
  });
}
