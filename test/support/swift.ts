import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AwsClient } from 'aws4fetch';

const script = fileURLToPath(new URL('swift-server.py', import.meta.url));
/** Swift keeps what it knows of an object in extended attributes of its file, which not every file system of temporary files has. */
const attempt = `
import os, tempfile, swift.proxy
with tempfile.NamedTemporaryFile() as file: os.setxattr(file.name, "user.test", b"1")
`;
/** Debian's packages belong to its own Python, which need not be the first one on the path. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', attempt]).status === 0,
);

/** Why tests that need OpenStack Swift are skipped; undefined where it is there. */
export const noSwift: string | undefined =
  python === undefined
    ? 'skipped: no OpenStack Swift here (apt-get install python3-swift), or no extended attributes where temporary files are'
    : undefined;
if (noSwift !== undefined) console.warn(noSwift);

export interface Swift {
  readonly endpoint: string;
  readonly access: { accessKeyId: string; secretAccessKey: string; region: string };
  /** The bytes of an object as a client that is none of ours sees them; undefined where it is not there. */
  object(key: string): Promise<string | undefined>;
  putObject(key: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/** A real object store of its own on the loopback, which speaks S3 and holds one bucket. */
export async function startSwift(bucket: string): Promise<Swift> {
  const access = { accessKeyId: 'test:letters', secretAccessKey: 'secret-of-the-test', region: 'eu-test-1' };
  const folder = mkdtempSync(join(tmpdir(), 'abecedary-swift-'));
  const server = spawn(python!, [script, folder, access.accessKeyId, access.secretAccessKey], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => server.once('close', resolve));
  let complaints = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const port = await new Promise<string>((resolve, reject) => {
    server.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    server.once('close', (code) => reject(new Error(`Swift ended with ${code}: ${complaints}`)));
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new AwsClient({ ...access, service: 's3', retries: 0 });
  const ask = async (method: string, key: string, body?: string): Promise<Response> => {
    const response = await client.fetch(`${endpoint}/${bucket}${key}`, { method, body: body ?? null });
    if (response.ok || response.status === 404) return response;
    throw new Error(`Swift answers ${response.status}: ${await response.text()} ${complaints}`);
  };
  await ask('PUT', '');
  return {
    endpoint,
    access,
    object: async (key) => {
      const response = await ask('GET', `/${key}`);
      return response.ok ? response.text() : undefined;
    },
    putObject: async (key, text) => void (await ask('PUT', `/${key}`, text)),
    close: async () => {
      server.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
