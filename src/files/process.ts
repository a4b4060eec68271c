import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errnoOf } from './file-error.js';

/** A process, told apart from a later one that got the same number. */
export interface ProcessName {
  readonly pid: number;
  readonly host: string;
  /** When it was started, in the words of its system; compared, never read. */
  readonly started: string;
}

/** The name of this process. */
export function thisProcess(): ProcessName {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? '' };
}

/** Whether a process is at work on this machine; undefined for one of another machine. */
export function isAtWork({ pid, host, started }: ProcessName): boolean | undefined {
  if (host !== hostname()) return undefined;
  if (!isAlive(pid)) return false;
  const now = startOf(pid);
  return now === undefined || now === started;
}

/** Whether a process of this machine has this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

/** Undefined where the system does not say. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // The 22nd field; the second may hold spaces and brackets. Boot times tell a machine that was started again.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot} ${fields[19]}`;
    }
    if (process.platform === 'win32') return undefined;
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
