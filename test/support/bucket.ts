import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the service does instead of its work, once each, in order. */
type Trouble = 'drop' | 'cut' | 'no-conditions' | number;

export interface Bucket {
  readonly endpoint: string;
  readonly access: { accessKeyId: string; secretAccessKey: string; region: string };
  readonly trouble: Trouble[];
  /** Number of objects. */
  count(): number;
  put(key: string, text: string): void;
  close(): Promise<void>;
}

/** A service on the loopback that speaks as much of S3 as a store needs, and checks every signature. */
export async function startBucket(): Promise<Bucket> {
  const access = { accessKeyId: 'AKTEST', secretAccessKey: 'a secret of the test', region: 'eu-test-1' };
  const objects = new Map<string, Buffer>();
  const trouble: Trouble[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const end = (status: number, content?: Buffer): void => void response.writeHead(status).end(content);
    const next = trouble[0];
    const conditional = request.headers['if-none-match'] === '*';
    if (next === 'drop') {
      trouble.shift();
      request.socket.destroy();
      return;
    }
    if (typeof next === 'number') {
      trouble.shift();
      return end(next);
    }
    if (!isSigned(request, body, access)) return end(403);
    const key = decodeURIComponent(request.url!.slice(1));
    const found = objects.get(key);
    if (next === 'cut' && request.method === 'GET') {
      trouble.shift();
      response.writeHead(200, { 'content-length': String(found!.length + 10) }).write(found);
      request.socket.destroySoon();
      return;
    }
    if (next === 'no-conditions' && conditional) {
      trouble.shift();
      return end(501);
    }
    switch (request.method) {
      case 'PUT':
        if (conditional && found !== undefined) return end(412);
        objects.set(key, body);
        return end(200);
      case 'DELETE':
        objects.delete(key);
        return end(204);
      default:
        return found === undefined ? end(404) : end(200, request.method === 'HEAD' ? undefined : found);
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    access,
    trouble,
    count: () => objects.size,
    put: (key, text) => void objects.set(key, Buffer.from(text)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** AWS Signature Version 4, from its documentation: the request as a canonical text, signed by a key derived from the secret. */
function isSigned(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  { accessKeyId, secretAccessKey, region }: Bucket['access'],
): boolean {
  const given = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
    headers.authorization ?? '',
  );
  const stated = headers['x-amz-content-sha256'];
  if (given === null || stated !== createHash('sha256').update(body).digest('hex')) return false;
  const [, credential, names, signature] = given as unknown as [string, string, string, string];
  const time = String(headers['x-amz-date']);
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  if (credential !== `${accessKeyId}/${scope}`) return false;
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, url, '', lines.join(''), names, stated].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const parts = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const key = parts.reduce<Buffer | string>(
    (from, part) => createHmac('sha256', from).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const expected = createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', time, scope, digest].join('\n'))
    .digest('hex');
  return expected === signature;
}
