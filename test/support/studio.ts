import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Studio, startStudio } from '../../src/studio/index.js';
import { scratchFolder } from './scratch.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
}

/** A studio on an empty folder, with what asks it as its own page would; headers that are given take the place of the page's. */
export interface OpenStudio {
  readonly studio: Studio;
  readonly folder: string;
  readonly out: string;
  readonly port: number;
  readonly cookie: string;
  /** Below the address of the run that it opens on. */
  readonly run: string;
  ask(path: string, asked?: Asked): Promise<Answer>;
  json<Value>(path: string, body?: unknown): Promise<Value>;
}

/** Sends exactly what is given: `fetch` would correct Host and paths. */
export function send(
  port: number,
  path: string,
  { method = 'GET', headers, body }: Asked = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(pieces);
        resolve({ status: answer.statusCode!, headers: answer.headers, bytes, text: bytes.toString() });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

export async function openStudio(name = 'out'): Promise<OpenStudio> {
  const folder = await scratchFolder();
  const out = join(folder, name);
  const studio = await startStudio({ out, folder });
  onTestFinished(() => studio.close());
  const { port, pathname, search } = new URL(studio.url);
  const opened = await send(Number(port), pathname + search, { headers: { host: `127.0.0.1:${port}` } });
  const cookie = String(opened.headers['set-cookie']).split(';')[0]!;
  const ours = { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}`, cookie };
  const ask: OpenStudio['ask'] = (path, asked = {}) =>
    send(Number(port), path, { ...asked, headers: { ...ours, ...asked.headers } });
  const json = async <Value>(path: string, body?: unknown): Promise<Value> => {
    const asked =
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const { status, text } = await ask(path, asked);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text) as Value;
  };
  const { first } = await json<{ first: string }>('/api/runs');
  return { studio, folder, out, port: Number(port), cookie, run: `/api/runs/${first}`, ask, json };
}
