import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Why no browser can be driven here, or undefined. */
export const noBrowser = existsSync(executablePath)
  ? undefined
  : `there is no ${executablePath}: apt-get install chromium`;

/** Starts the browser of the system, with nothing but what a page needs. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
