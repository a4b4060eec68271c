import { Artworks } from './artworks.js';
import { Characters } from './characters.js';
import { Look } from './look.js';
import type { Run } from './types.js';

/** What the alphabet is made of and how. */
export function Setup({ run }: { run: Run }) {
  return (
    <aside class="setup" aria-label="What it is made of">
      <Artworks run={run} />
      <Characters run={run} />
      <Look run={run} />
    </aside>
  );
}
