import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { createServer, Socket } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startStudio } from '../../src/studio/index.js';
import { scratchFolder } from '../support/scratch.js';
import { makeAll, smallConfig } from '../support/small-alphabet.js';
import { type Asked, openStudio, send } from '../support/studio.js';

describe('the studio’s guard', () => {
  it('opens by the token of its address alone, and keeps it out of the page', async () => {
    const { port, ask, studio } = await openStudio();
    const host = { host: `127.0.0.1:${port}` };
    expect((await send(port, '/', { headers: host })).status).toBe(401);
    expect((await send(port, '/api/runs', { headers: host })).status).toBe(401);
    expect((await send(port, '/?token=guessed', { headers: host })).status).toBe(403);
    const opened = await send(port, new URL(studio.url).pathname + new URL(studio.url).search, {
      headers: host,
    });
    expect(opened.status).toBe(303);
    expect(opened.headers.location).toBe('/');
    expect(String(opened.headers['set-cookie'])).toMatch(
      /HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/,
    );
    expect((await ask('/api/runs')).status).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1.evil.example:PORT',
    '10.0.0.1:PORT',
    '127.0.0.1:1',
  ])('refuses the Host «%s», as a name that points here would send it', async (host) => {
    const { port, cookie } = await openStudio();
    const headers = { host: host.replace('PORT', String(port)), cookie };
    expect((await send(port, '/api/runs', { headers })).status).toBe(421);
  });

  it('takes nothing from another page, whatever it says that it sends', async () => {
    const { ask, run, port } = await openStudio();
    const body = JSON.stringify({ characters: 'AB' });
    const post = (headers: Record<string, string>) =>
      ask(`${run}/settings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    expect((await post({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await post({ origin: 'null' })).status).toBe(403);
    expect((await post({ origin: `http://127.0.0.1:${port + 1}` })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({})).status).toBe(200);
    const asked = await ask('/api/runs', { headers: { origin: 'http://evil.example' } });
    expect(asked.status).toBe(403);
    expect(asked.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('takes no change without an Origin', async () => {
    const { port, run, cookie } = await openStudio();
    const headers = { host: `127.0.0.1:${port}`, cookie, 'content-type': 'application/json' };
    expect((await send(port, `${run}/stop`, { method: 'POST', headers, body: '{}' })).status).toBe(403);
  });

  it('sends a policy that allows no script but its own, and stands in no other page', async () => {
    const { ask } = await openStudio();
    const { headers } = await ask('/api/runs');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('listens where only this machine reaches it, and elsewhere with a password alone', async () => {
    const { studio } = await openStudio();
    expect(new URL(studio.url).hostname).toBe('127.0.0.1');
    const wide = { out: '/nowhere/out', folder: '/nowhere', host: '0.0.0.0' };
    await expect(startStudio(wide)).rejects.toThrow('Expected a password of at least 12 characters');
    await expect(startStudio({ ...wide, password: 'short' })).rejects.toThrow('ABECEDARY_STUDIO_PASSWORD');
  });

  it('lets other machines in by the password alone, and after ten wrong ones nobody new', async () => {
    const password = 'a ladder of ink';
    const folder = await scratchFolder();
    const studio = await startStudio({ out: join(folder, 'out'), folder, host: '0.0.0.0', password });
    onTestFinished(() => studio.close());
    expect(studio.url).not.toMatch(/ladder|token/);
    const port = Number(new URL(studio.url).port);
    const host = `192.0.2.7:${port}`;
    const ask = (path: string, asked: Asked = {}) =>
      send(port, path, { ...asked, headers: { host, ...asked.headers } });
    const enter = (given: string, headers: OutgoingHttpHeaders = { origin: `http://${host}` }) => {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams({ password: given }).toString();
      return ask('/', { method: 'POST', headers: { ...type, ...headers }, body });
    };
    const asked = await ask('/');
    expect([asked.status, asked.text]).toEqual([401, expect.stringContaining('type="password"')]);
    expect(asked.headers['content-security-policy']).not.toContain('unsafe');
    expect((await ask('/api/runs')).status).toBe(401);
    expect((await enter(password, {})).status).toBe(403);
    expect((await enter(password, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await enter(password, { host: `studio.example:${port}` })).status).toBe(421);
    const entered = await enter(password);
    expect(entered.status).toBe(303);
    const cookie = String(entered.headers['set-cookie']).split(';')[0]!;
    for (let go = 0; go < 10; go++) {
      const { status, text, headers } = await enter(`${password}${go}`);
      expect([status, text]).toEqual([401, expect.stringContaining('not the password')]);
      expect(headers['set-cookie']).toBeUndefined();
    }
    expect((await enter(password)).status).toBe(429);
    expect((await ask('/api/runs', { headers: { cookie } })).status).toBe(200);
  });

  it('says which port is taken', async () => {
    const taken = createServer();
    onTestFinished(() => void taken.close());
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    await expect(startStudio({ out: '/nowhere/out', folder: '/nowhere', port })).rejects.toThrow(
      `Expected to listen on 127.0.0.1, port ${port}`,
    );
  });
});

describe('the files of the studio', () => {
  it.each([
    '/assets/../../../package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/..%2fpackage.json',
    'RUN/letters/..%2f..%2f..%2fpackage.json/picture',
    'RUN/letters/%2e%2e/picture',
    'RUN/artworks/..%2f..%2fpackage.json',
    'RUN/downloads/..%2f..%2fmanifest.json',
    '/api/runs/..%2f..%2f..%2fetc/state',
  ])('are those that the page may name, not %s', async (path) => {
    const { ask, run } = await openStudio();
    const { status, text } = await ask(path.replace('RUN', run));
    expect([400, 401, 404, 422]).toContain(status);
    expect(text).not.toContain('"dependencies"');
  });

  it('lie in the run’s folder, wherever a link points', async () => {
    const { ask, run, json, out, folder } = await openStudio();
    await json(`${run}/settings`, { characters: 'A', size: 32, iterations: 1 });
    await makeAll({ ...smallConfig(folder, { characters: 'A' }), out });
    expect((await ask(`${run}/letters/41/picture`)).status).toBe(200);
    const secret = join(folder, 'secret.png');
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } }).toFile(secret);
    await rm(join(out, 'letters', 'A.png'));
    await symlink(secret, join(out, 'letters', 'A.png'));
    expect((await ask(`${run}/letters/41/picture`)).status).toBe(404);
    expect((await ask(`${run}/letters/41/picture?px=96`)).status).toBe(404);
  });

  it('names no path as a setting', async () => {
    const { ask, run } = await openStudio();
    const post = (settings: object) =>
      ask(`${run}/settings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(settings),
      });
    for (const settings of [
      { font: '/etc/passwd' },
      { font: '../x.otf' },
      { styles: '/etc' },
      { out: '/tmp' },
      { store: 's3://mine' },
      { encoder: '/tmp/x' },
      { characters: ['A'] },
      { __proto__: null, constructor: 'x' },
    ])
      expect((await post(settings)).status).toBe(422);
  });
});

describe('what is dropped on the studio', () => {
  const put = (name: string, length?: number) => ({
    'x-file-name': encodeURIComponent(name),
    'content-type': 'application/octet-stream',
    ...(length === undefined ? {} : { 'content-length': String(length) }),
  });

  it('is an artwork when it is a picture, under a name that is one', async () => {
    const { ask, run, out, json } = await openStudio();
    const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#3366cc' } })
      .png()
      .toBuffer();
    for (const name of ['sea.png', '../../sea.png', 'sea.png'])
      expect(
        (await ask(`${run}/artworks`, { method: 'PUT', headers: put(name), body: picture })).status,
      ).toBe(200);
    expect((await readdir(join(out, 'artworks'))).sort()).toEqual(['sea-2.png', 'sea-3.png', 'sea.png']);
    const { artworks } = await json<{ artworks: { name: string; own: boolean }[] }>(`${run}/state`);
    expect(artworks.map(({ name }) => name).sort()).toEqual(['sea-2.png', 'sea-3.png', 'sea.png']);
    expect(artworks.every(({ own }) => own)).toBe(true);
  });

  it('is laid aside when it is removed, and there again when that is taken back', async () => {
    const { ask, run, out, json } = await openStudio();
    const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#3366cc' } })
      .png()
      .toBuffer();
    const added = await ask(`${run}/artworks`, { method: 'PUT', headers: put('sea.png'), body: picture });
    const { id } = JSON.parse(added.text) as { id: string };
    expect((await ask(`${run}/artworks/${id}`, { method: 'DELETE' })).status).toBe(200);
    expect(await readdir(join(out, 'artworks'))).toEqual([]);
    await json(`${run}/step`, { step: 'undo' });
    expect(await readdir(join(out, 'artworks'))).toEqual(['sea.png']);
    // What is left to take back is that there are artworks of one's own.
    await json(`${run}/step`, { step: 'undo' });
    expect((await json<{ settings: object }>(`${run}/state`)).settings).toMatchObject({ included: true });
    const { status } = await ask(`${run}/step`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ step: 'undo' }),
    });
    expect(status).toBe(422);
  });

  it.each([
    [
      'an SVG with script',
      'a.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ],
    [
      'an SVG that is called a PNG, with an external reference',
      'a.png',
      '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    ],
    ['a page', 'a.html', '<script>alert(1)</script>'],
    ['no picture', 'a.jpg', 'nothing'],
    ['nothing', 'a.png', ''],
  ])('is refused and not kept when it is %s', async (_, name, body) => {
    const { ask, run, out } = await openStudio();
    const { status, text } = await ask(`${run}/artworks`, { method: 'PUT', headers: put(name), body });
    expect(status).toBe(422);
    expect(text).toContain('Expected a picture');
    expect(text).not.toContain(out);
    expect(await readdir(join(out, 'artworks')).catch(() => [])).toEqual([]);
  });

  it('is refused when it is a picture that unpacks to far more than it is', async () => {
    const { ask, run, out } = await openStudio();
    const side = 10_100;
    const bomb = await sharp({
      create: { width: side, height: side, channels: 3, background: '#000000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(10_000_000);
    const { status, text } = await ask(`${run}/artworks`, {
      method: 'PUT',
      headers: put('bomb.png'),
      body: bomb,
    });
    expect(status).toBe(422);
    expect(text).toContain('100 megapixels');
    expect(await readdir(join(out, 'artworks'))).toEqual([]);
  });

  it('is refused by its announced size before it is sent, and by its real one while it is', async () => {
    const { run, out, port, cookie, json } = await openStudio();
    const head = (length: string): string =>
      [
        `PUT ${run}/artworks HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        `Origin: http://127.0.0.1:${port}`,
        `Cookie: ${cookie}`,
        'X-File-Name: huge.png',
        length,
        '\r\n',
      ].join('\r\n');
    const announced = await talk(port, head('Content-Length: 2147483648'), 0);
    expect(announced.text).toContain(' 422 ');
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    // Two gigabytes are offered; it stops taking them at its limit.
    const { text, sent } = await talk(port, head('Transfer-Encoding: chunked'), 2048, chunk);
    expect(text).toMatch(/^$| 422 /);
    expect(sent).toBeLessThan(200);
    // It is still there, and kept nothing.
    expect((await json<{ first: string }>('/api/runs')).first).toBeTruthy();
    expect(await readdir(join(out, 'artworks'))).toEqual([]);
  });

  it('is no font unless it draws letters', async () => {
    const { ask, run, out } = await openStudio();
    const { status, text } = await ask(`${run}/font`, {
      method: 'PUT',
      headers: put('x.ttf'),
      body: 'nothing',
    });
    expect(status).toBe(422);
    expect(text).toContain('x.ttf');
    expect(await readdir(join(out, 'fonts'))).toEqual([]);
  });

  it('is no more than the folder may hold', async () => {
    const { ask, run, out } = await openStudio();
    await mkdir(join(out, 'artworks'), { recursive: true });
    await Promise.all(
      Array.from({ length: 200 }, (_, at) => writeFile(join(out, 'artworks', `${at}.png`), '')),
    );
    const { status, text } = await ask(`${run}/artworks`, {
      method: 'PUT',
      headers: put('more.png'),
      body: 'x',
    });
    expect(status).toBe(422);
    expect(text).toContain('Expected at most 200 files');
  });
});

describe('pages that listen', () => {
  it('are so many and no more, and the studio answers meanwhile', async () => {
    const { port, cookie, run, json } = await openStudio();
    const sockets = await Promise.all(Array.from({ length: 200 }, () => listen(port, cookie, run)));
    onTestFinished(() => {
      for (const { socket } of sockets) socket.destroy();
    });
    const statuses = sockets.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(40);
    expect(statuses.filter((status) => status === 429)).toHaveLength(160);
    expect((await json<{ first: string }>('/api/runs')).first).toBeTruthy();
  });
});

/** Sends a head and a body piece by piece as far as it is taken; returns what came back, and how many pieces went. */
function talk(
  port: number,
  head: string,
  pieces: number,
  piece = '',
): Promise<{ text: string; sent: number }> {
  return new Promise((resolve) => {
    const socket = new Socket();
    let text = '';
    let sent = 0;
    const end = (): void => {
      socket.destroy();
      resolve({ text, sent });
    };
    socket.on('data', (data) => {
      text += data.toString();
      end();
    });
    socket.on('error', end).on('close', end);
    socket.connect(port, '127.0.0.1', async () => {
      socket.write(head);
      for (; sent < pieces && !socket.destroyed; sent++)
        await new Promise<void>((gone) => socket.write(piece, () => gone()));
    });
  });
}

function listen(port: number, cookie: string, run: string): Promise<{ socket: Socket; status: number }> {
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    socket.on('error', reject);
    socket.once('data', (data) => resolve({ socket, status: Number(data.toString().split(' ')[1]) }));
    socket.connect(port, '127.0.0.1', () => {
      socket.write(`GET ${run}/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`);
    });
  });
}
