import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { serve } from '@hono/node-server';
import { AbecedaryError } from '../base/errors.js';
import { createApp } from './app.js';
import { createToken } from './guard.js';
import { createRuns } from './runs.js';
import { openWorker } from './worker.js';

export interface StudioOptions {
  /** The run that the page opens on, an absolute path; it need not be there. */
  readonly out: string;
  /** The working folder: its runs are listed, and its configuration holds where a run says nothing else. */
  readonly folder: string;
  /** 0 or absent: any that is free. */
  readonly port?: number | undefined;
  /** The address that is listened on, default 127.0.0.1; a wider one needs a password. */
  readonly host?: string | undefined;
  readonly password?: string | undefined;
}

export interface Studio {
  /** Opens the page: at once on this machine alone, with the password otherwise. Whoever knows the former may use the studio. */
  readonly url: string;
  /** Stops what is being done, keeps what is finished, and ends the server. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
const shortestPassword = 12;

/** Starts the studio. Throws `config` where the address is wider than this machine and there is no good password, `output` where the port is taken. */
export async function startStudio({
  out,
  folder,
  port = 0,
  host = loopback,
  password,
}: StudioOptions): Promise<Studio> {
  const wide = host !== loopback;
  if (wide && (password ?? '').length < shortestPassword) {
    throw new AbecedaryError(
      'config',
      `Expected a password of at least ${shortestPassword} characters in ABECEDARY_STUDIO_PASSWORD, since ${host} can be reached from other machines; set one, or leave out --host.`,
    );
  }
  const token = createToken();
  const workers = { opener: openWorker(), sketcher: openWorker(), previewer: openWorker() };
  const tools = { runs: createRuns(out, folder), ...workers };
  let listening = port;
  const app = createApp(tools, { token, port: () => listening, password: wide ? password : undefined });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const started = serve({ fetch: app.fetch, port, hostname: host }, ({ port: taken }) => {
      listening = taken;
      resolve(started);
    });
    started.once('error', (cause) => {
      const message = `Expected to listen on ${host}, port ${port}, got «${(cause as Error).message}»; choose another one with --port.`;
      reject(new AbecedaryError('output', message, { cause }));
    });
  });
  return {
    url: wide ? `http://${reachable(host)}:${listening}/` : `http://${host}:${listening}/?token=${token}`,
    close: async () => {
      await tools.runs.close();
      for (const worker of Object.values(workers)) worker.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}

/** An address that others can ask for, of one that is listened on: `0.0.0.0` and `::` stand for all that this machine has. */
function reachable(host: string): string {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = all.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? loopback;
  const address = ['0.0.0.0', '::'].includes(host) ? own : host;
  return isIPv6(address) ? `[${address}]` : address;
}
