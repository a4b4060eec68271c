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
  /** Opens the page; whoever knows it may use the studio. */
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
  const token = wide ? password! : createToken();
  const workers = { opener: openWorker(), sketcher: openWorker(), previewer: openWorker() };
  const tools = { runs: createRuns(out, folder), ...workers };
  let listening = port;
  const app = createApp(tools, { token, port: () => listening, wide });
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
    url: `http://${wide ? host : loopback}:${listening}/?token=${encodeURIComponent(token)}`,
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
