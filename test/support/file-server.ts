import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the server does with one request for a file, instead of answering it. */
export type Trouble =
  | { readonly kind: 'status'; readonly status: number }
  /** Breaks the connection after so many bytes. */
  | { readonly kind: 'break'; readonly after: number }
  /** Says nothing more after so many bytes, and keeps the connection. */
  | { readonly kind: 'silence'; readonly after: number }
  /** Pauses between so many parts. */
  | { readonly kind: 'slow'; readonly parts: number; readonly pauseMs: number }
  /** Sends these bytes as if they were the file. */
  | { readonly kind: 'other'; readonly bytes: Uint8Array }
  /** Sends the whole file whatever part is asked for. */
  | { readonly kind: 'whole' }
  /** Answers once so many requests are under way. */
  | { readonly kind: 'company'; readonly requests: number };

export interface FileServer {
  /** Address of the folder, with a slash at its end. */
  readonly url: string;
  /** Requests so far: file, and the first byte that was asked for. */
  readonly requests: { readonly file: string; readonly from: number }[];
}

/**
 * A server on the loopback that gives out files by name, whole or from a byte on. The first requests for a file meet the
 * troubles that are listed for it, in their order. Closed when the test is over.
 */
export async function serveFiles(
  files: Readonly<Record<string, Uint8Array>>,
  troubles: Readonly<Record<string, readonly Trouble[]>> = {},
): Promise<FileServer> {
  const left = new Map(Object.entries(troubles).map(([file, list]) => [file, [...list]]));
  const requests: { file: string; from: number }[] = [];
  let open = 0;
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const file = (request.url ?? '').slice('/model/'.length);
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    requests.push({ file, from });
    open++;
    waiting.forEach((look) => {
      look();
    });
    response.on('close', () => open--);
    const content = files[file];
    const trouble = left.get(file)?.shift();
    if (trouble?.kind === 'status') return end(response, trouble.status);
    if (content === undefined) return end(response, 404);
    if (trouble?.kind === 'other') return send(response, trouble.bytes, 0);
    if (trouble?.kind === 'company') {
      let answered = false;
      const look = (): void => {
        if (open < trouble.requests || answered) return;
        answered = true;
        send(response, content, from);
      };
      waiting.push(look);
      return look();
    }
    if (trouble?.kind === 'whole') return send(response, content, 0);
    if (from >= content.length) return end(response, 416);
    return send(response, content, from, trouble);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model/`;
  return { url, requests };
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end(`status ${status}`);
}

function send(response: ServerResponse, content: Uint8Array, from: number, trouble?: Trouble): void {
  const body = content.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
  });
  if (trouble?.kind === 'break') response.write(body.subarray(0, trouble.after), () => response.destroy());
  else if (trouble?.kind === 'silence') response.write(body.subarray(0, trouble.after));
  else if (trouble?.kind === 'slow') drip(response, body, trouble.parts, trouble.pauseMs);
  else response.end(body);
}

function drip(response: ServerResponse, body: Uint8Array, parts: number, pauseMs: number): void {
  const size = Math.ceil(body.length / parts);
  let at = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(at, at + size));
    at += size;
    if (at < body.length) return;
    clearInterval(timer);
    response.end();
  }, pauseMs);
  response.on('close', () => clearInterval(timer));
}

/** An address on the loopback where nobody listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}
