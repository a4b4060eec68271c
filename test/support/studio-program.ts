import type { Ended } from '../cli/support.js';
import { start } from '../cli/support.js';

/** A studio in a process of its own, which can be killed as no function can. */
export interface StudioProgram {
  /** Opens the page. */
  readonly url: string;
  kill(): Promise<Ended>;
}

/** Starts `abecedary studio` in a folder, on the run `out` there; on a port of before, if one is given. */
export async function startStudioProgram(folder: string, out: string, port = '0'): Promise<StudioProgram> {
  const args = ['studio', '--out', out, '--no-open', ...(port === '0' ? [] : ['--port', port])];
  const { child, ended, said } = start('src/cli/main.ts', args, folder);
  let text = '';
  child.stdout.on('data', (piece: string) => {
    text += piece;
  });
  await said('Ctrl-C');
  return {
    url: /http:\S+/.exec(text)![0],
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}
