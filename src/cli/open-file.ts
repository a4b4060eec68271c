import { spawn } from 'node:child_process';
import { sayAside } from './say.js';
import { nameFile } from './words.js';

const failsWithinMs = 1000;

/** Has the system show a file with the program that it has for it. */
export function openFile(file: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', file]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '""', file]
        : ['xdg-open', file];
  const child = spawn(command!, args, { detached: true, stdio: 'ignore' });
  const sayNone = () => sayAside(`abecedary: Nothing here can show ${nameFile(file)}; open it by hand.`);
  child.on('error', sayNone);
  // It ends at once where it has no program for the file; one that shows it may go on for long, and is waited for no further.
  child.on('exit', (code) => {
    if (code !== 0) sayNone();
  });
  setTimeout(() => child.unref(), failsWithinMs);
}
