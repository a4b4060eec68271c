import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { StudioEvent } from './events.js';
import type { Variables } from './tools.js';

/** So many pages may listen at the same time; a browser opens six. */
const mostStreams = 40;
const beatMs = 20_000;
/** A page that does not read loses what it could only show late. */
const mostWaiting = 500;

/** Tells an open page of what happens, from where it stands. */
export function addEventStream(app: Hono<Variables>): void {
  let open = 0;
  app.get('/api/runs/:run/events', (c) => {
    if (open >= mostStreams) return c.json({ message: 'Too many pages are open.' }, 429);
    const { events, activity } = c.get('run');
    open++;
    return streamSSE(c, async (stream) => {
      const waiting: StudioEvent[] = [{ kind: 'activity', activity: activity.state() }];
      let wake = (): void => {};
      const ignore = events.listen((event) => {
        if (waiting.length < mostWaiting) waiting.push(event);
        wake();
      });
      stream.onAbort(() => wake());
      try {
        while (!stream.aborted) {
          while (waiting.length > 0 && !stream.aborted)
            await stream.writeSSE({ data: JSON.stringify(waiting.shift()) });
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, beatMs);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
          if (waiting.length === 0 && !stream.aborted) await stream.write(': still here\n\n');
        }
      } finally {
        ignore();
        open--;
      }
    });
  });
}
