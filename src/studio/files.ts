import { constants, type Stats } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { Readable } from 'node:stream';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.pdf': 'application/pdf',
};

/**
 * A file as an answer; undefined where there is none, or where it does not lie in `folder`, links followed. `download` is the name it is
 * saved by.
 */
export async function sendFile(
  file: string,
  folder: string,
  { download, lasting = false }: { readonly download?: string; readonly lasting?: boolean } = {},
): Promise<Response | undefined> {
  try {
    const [real, root] = [await realpath(file), await realpath(folder)];
    if (!real.startsWith(root + sep)) return undefined;
    const handle = await open(
      real,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const entry: Stats = await handle.stat();
    if (!entry.isFile()) {
      await handle.close();
      return undefined;
    }
    const body = Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>;
    return new Response(body, {
      headers: {
        'Content-Type': types[extname(real).toLowerCase()] ?? 'application/octet-stream',
        'Content-Length': String(entry.size),
        'Cache-Control': lasting ? 'private, max-age=31536000, immutable' : 'no-cache',
        ...(download === undefined ? {} : { 'Content-Disposition': `attachment; filename="${download}"` }),
      },
    });
  } catch {
    return undefined;
  }
}
