import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';

/** Lets in who knows the password, from a page that asks for it. */
export interface Entrance {
  /** The page that asks; `message` says why it asks again. */
  ask(c: Context, message?: string): Response;
  /** Whether the form that was sent holds the password; otherwise the answer to it. */
  enter(c: Context): Promise<true | Response>;
}

const style = `
:root { color-scheme: light dark; font: 400 14px/1.4 system-ui, sans-serif; background: light-dark(#f4f4f3, #101010); color: light-dark(#141414, #f2f2f0); }
form { display: grid; gap: 14px; width: min(300px, 100% - 32px); margin: 22vh auto 0; }
h1 { margin: 0 0 10px; font-size: 19px; letter-spacing: -0.02em; }
p { margin: 0; }
input { font: inherit; padding: 10px 12px; border: 1px solid light-dark(#8a8a87, #767673); border-radius: 3px; }
button { font: inherit; font-weight: 700; padding: 10px 20px; border: 0; border-radius: 3px; background: light-dark(#141414, #f2f2f0); color: light-dark(#f4f4f3, #101010); }
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageOf = (message: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Abecedary</title><style>${style}</style></head>
<body><main><form method="post" action="/">
<h1>Abecedary</h1>
<label for="password">Password of this studio</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
${message === '' ? '' : `<p role="alert">${message}</p>`}
<button>Open</button>
</form></main></body>
</html>`;

/** So many wrong passwords are answered in a minute, whoever sends them; whoever is in stays in. */
const mostWrong = 10;
const minuteMs = 60_000;

/** `now` gives milliseconds. */
export function createEntrance(password: string, now: () => number = Date.now): Entrance {
  let wrong: readonly number[] = [];
  const ask: Entrance['ask'] = (c, message = '') => {
    c.header('Content-Security-Policy', policy);
    // Without a referrer a browser would send this form as one of nobody.
    c.header('Referrer-Policy', 'same-origin');
    c.header('Cache-Control', 'no-store');
    return c.html(pageOf(message), 401);
  };
  return {
    ask,
    enter: async (c) => {
      wrong = wrong.filter((at) => now() - at < minuteMs);
      if (wrong.length >= mostWrong)
        return c.text('Too many wrong passwords came in; wait a minute, then reload.', 429);
      const given = new URLSearchParams(await c.req.text()).get('password') ?? '';
      if (isSame(given, password)) return true;
      wrong = [...wrong, now()];
      return ask(c, 'That is not the password; try again.');
    },
  };
}

/** Takes as long whatever is given. */
export function isSame(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one!, other!);
}
