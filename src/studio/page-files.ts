import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { sendFile } from './files.js';
import type { Variables } from './tools.js';

/** The built page; as far from this file in `src` as in `dist`. */
const folder = fileURLToPath(new URL('../../dist/web', import.meta.url));

export function addPageFiles(app: Hono<Variables>): void {
  app.get('/', async (c) => {
    const page = await sendFile(join(folder, 'index.html'), folder);
    return page ?? c.text('The page is not built; run «npm run build» or «npm run studio».', 500);
  });
  app.get('/assets/:file{[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+}', async (c) => {
    const file = await sendFile(join(folder, 'assets', c.req.param('file')), folder, { lasting: true });
    return file ?? c.notFound();
  });
}
