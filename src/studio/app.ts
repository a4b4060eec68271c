import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AbecedaryError } from '../base/errors.js';
import { addDownloads } from './downloads.js';
import { addEventStream } from './event-stream.js';
import { type GuardOptions, guard } from './guard.js';
import { addLetterRoutes } from './letter-routes.js';
import { addPageFiles } from './page-files.js';
import { addPictures } from './picture-routes.js';
import { addRunRoutes } from './run-routes.js';
import type { Tools, Variables } from './tools.js';

/** What is said in words, in bytes. */
const largestWords = 200_000;

/** The studio as a web application: whoever asks passes the guard first. */
export function createApp(tools: Tools, options: GuardOptions): Hono<Variables> {
  const app = new Hono<Variables>();
  app.use(guard(options));
  app.onError((error, c) => {
    if (error instanceof AbecedaryError) return c.json({ message: error.message }, 422);
    return c.json({ message: `This is a bug in the studio: ${error.message}` }, 500);
  });
  app.use('/api/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    const isWords = c.req.method === 'POST';
    if (isWords && !/^application\/json\b/.test(c.req.header('content-type') ?? ''))
      return c.json({ message: 'Expected JSON.' }, 415);
    await next();
  });
  app.post('/api/*', bodyLimit({ maxSize: largestWords }));
  app.get('/api/runs', async (c) => c.json({ runs: await tools.runs.list(), first: tools.runs.first.id }));
  app.post('/api/runs', async (c) => {
    const { name } = await c.req.json<{ name?: unknown }>();
    return c.json({ id: (await tools.runs.create(String(name ?? ''))).id });
  });
  app.use('/api/runs/:run/*', async (c, next) => {
    const run = await tools.runs.open(c.req.param('run'));
    if (run === undefined) return c.json({ message: 'There is no such alphabet any more.' }, 404);
    c.set('run', run);
    await next();
  });
  addRunRoutes(app, tools);
  addLetterRoutes(app, tools);
  addPictures(app, tools);
  addDownloads(app, tools);
  addEventStream(app);
  addPageFiles(app);
  return app;
}
