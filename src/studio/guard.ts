import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { createEntrance, isSame } from './entrance.js';

export interface GuardOptions {
  /** What opens the page: it is in the address that the command prints. */
  readonly token: string;
  readonly port: () => number;
  /** What lets other machines in, which may reach the page then, by an address that is a number, never a name. */
  readonly password: string | undefined;
}

/** A page may load what this server sends and nothing else, run no script of its own text, and stand in no other page. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
};

export function createToken(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Lets through what our own page asks, after its address with the token was opened once. A name in Host that is not ours is somebody
 * who made their name point here; another Origin is another page that the browser has open.
 */
export function guard({ token, port, password }: GuardOptions): MiddlewareHandler {
  const session = createToken();
  const entrance = password === undefined ? undefined : createEntrance(password);
  const enter = (c: Context): Response => {
    setCookie(c, cookieOf(port()), session, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return c.redirect('/', 303);
  };
  const limit = bodyLimit({ maxSize: largestForm });
  return async (c, next) => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    const host = c.req.header('host') ?? '';
    if (!isOurs(host, port(), password !== undefined))
      return c.text('This is not the address of the studio.', 421);
    const origin = c.req.header('origin');
    const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD';
    const site = c.req.header('sec-fetch-site');
    const isForeign = origin === undefined ? !isSafe : origin !== `http://${host}`;
    if (isForeign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
      return c.text('Only the studio’s own page may ask this.', 403);
    const given = new URL(c.req.url).searchParams.get('token');
    if (given !== null && c.req.path === '/' && isSafe) {
      if (isSame(given, token)) return enter(c);
      return c.text('This address is of an earlier studio; open the new one.', 403);
    }
    if (isSame(getCookie(c, cookieOf(port())) ?? '', session)) return next();
    if (entrance === undefined || c.req.path !== '/')
      return c.text('Open the address that abecedary studio has printed.', 401);
    if (isSafe) return entrance.ask(c);
    let answer: Response | undefined;
    const refused = await limit(c, async () => {
      const entered = await entrance.enter(c);
      answer = entered === true ? enter(c) : entered;
    });
    return refused ?? answer;
  };
}

/** Cookies tell servers of one machine apart by their names alone, not by their ports. */
const cookieOf = (port: number): string => `abecedary-${port}`;

const largestForm = 10_000;

function isOurs(host: string, port: number, wide: boolean): boolean {
  const suffix = `:${port}`;
  if (!host.endsWith(suffix)) return false;
  const name = host.slice(0, -suffix.length);
  if (['127.0.0.1', 'localhost', '[::1]'].includes(name)) return true;
  return wide && /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:]+\])$/i.test(name);
}
