import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, describe, it } from 'vitest';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const program = process.env.CHROMIUM ?? places.find((place) => existsSync(place));

/** A `describe` for tests that need Chromium, given a function that opens it; skipped, and the reason printed, where it is absent. */
export function describeWithChromium(title: string, body: (open: () => Promise<Browser>) => void): void {
  if (program === undefined) {
    const reason = 'skipped: there is no Chromium (apt-get install chromium)';
    console.warn(`${title}: ${reason}`);
    describe(title, () => {
      it.skip(reason, () => undefined);
    });
    return;
  }
  describe(title, () => {
    let browser: Promise<Browser> | undefined;
    afterAll(async () => (await browser)?.close());
    body(() => {
      browser ??= chromium.launch({
        executablePath: program,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--force-color-profile=srgb',
        ],
      });
      return browser;
    });
  });
}
