import { spawn } from 'node:child_process';
import { sayAside } from './say.js';
import { nameFile } from './words.js';

/** Has the system show a file with the program that it has for it. */
export function openFile(file: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', file]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '""', file]
        : ['xdg-open', file];
  const child = spawn(command!, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => sayAside(`abecedary: Nothing here can show ${nameFile(file)}; open it by hand.`));
  child.unref();
}
