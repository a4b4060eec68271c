import { createLiveView } from './live-view.js';
import { createPlainView } from './plain-view.js';
import type { Screen, View } from './screen.js';

/** A view that is redrawn in a terminal, and plain lines for files, pipes and terminals that cannot move the cursor. */
export function createView(screen: Screen): View {
  const nowMs = () => performance.now();
  const movable = screen.isTTY === true && process.env.TERM !== 'dumb';
  return movable ? createLiveView(screen, nowMs) : createPlainView(screen, nowMs);
}
