import { jsonLine } from './say.js';
import type { Screen, View } from './screen.js';

/** One line of JSON for each record of a run, for programs: the record itself with the time, `at`, in ISO 8601. */
export function createJsonView(screen: Screen): View {
  let open = true;
  return {
    show(record) {
      if (open) screen.write(`${jsonLine({ at: new Date().toISOString(), ...record })}\n`);
    },
    close() {
      open = false;
    },
  };
}
