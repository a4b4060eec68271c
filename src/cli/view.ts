import { createJsonView } from './json-view.js';
import { createLiveView } from './live-view.js';
import { createPlainView } from './plain-view.js';
import { sayAside } from './say.js';
import type { Screen, View } from './screen.js';

/** How much of a run is shown: what fits the screen, only what goes wrong, or everything as lines of JSON. */
export interface ViewStyle {
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** What goes wrong, on stderr. */
const quietView: View = {
  show: (record) => {
    if (record.kind === 'failed') sayAside(`${record.letter}: failed: ${record.message}`);
  },
  close: () => {},
};

/** A view that is redrawn in a terminal, and plain lines for files, pipes and terminals that cannot move the cursor. */
export function createView(screen: Screen, { quiet, json }: ViewStyle = {}): View {
  if (json) return createJsonView(screen);
  if (quiet) return quietView;
  const nowMs = () => performance.now();
  const movable = screen.isTTY === true && process.env.TERM !== 'dumb';
  return movable ? createLiveView(screen, nowMs) : createPlainView(screen, nowMs);
}
