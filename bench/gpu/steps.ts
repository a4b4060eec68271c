import { spawn } from 'node:child_process';

/** One thing that is measured, in a process of its own, so that one that hangs or crashes takes nothing else along. */
export interface Step {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** It is ended when it takes longer. */
  readonly limitSeconds: number;
  /** What is recorded of what it wrote, also where it was ended before it was done. */
  readonly read: (stdout: string) => unknown;
}

/** What became of a step. */
export interface Outcome {
  readonly name: string;
  readonly became: 'done' | 'failed' | 'over its limit' | 'left out';
  readonly seconds: number;
  readonly limitSeconds: number;
  readonly found: unknown;
  /** The end of what it said on standard error, where it was not done. */
  readonly said?: string;
}

const mostSaid = 3000;

/** Runs a step to its end, or ends it and all processes that it has started. Never rejects. */
export function runStep({ name, command, env, limitSeconds, read }: Step): Promise<Outcome> {
  const from = performance.now();
  const [program, ...args] = command;
  // A group of its own, so that its children can be ended with it.
  const child = spawn(program, args, { env: { ...process.env, ...env }, detached: true });
  let stdout = '';
  let stderr = '';
  let isOver = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-mostSaid);
  });
  // Whoever stops this process stops the step too.
  const stop = (): void => endGroup(child.pid);
  process.once('exit', stop);
  const timer = setTimeout(() => {
    isOver = true;
    endGroup(child.pid);
  }, limitSeconds * 1000);
  return new Promise((resolve) => {
    const settle = (became: Outcome['became'], said: string): void => {
      clearTimeout(timer);
      process.off('exit', stop);
      stop();
      const seconds = (performance.now() - from) / 1000;
      const outcome = { name, became, seconds, limitSeconds, found: readOrTell(read, stdout) };
      resolve(became === 'done' ? outcome : { ...outcome, said });
    };
    child.on('error', ({ message }) => settle('failed', message));
    child.on('close', (code, signal) => {
      if (isOver) settle('over its limit', stderr);
      else settle(code === 0 ? 'done' : 'failed', `${stderr}\n(ended with ${signal ?? code})`);
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function readOrTell(read: Step['read'], stdout: string): unknown {
  try {
    return read(stdout);
  } catch (error) {
    return { unreadable: String(error), wrote: stdout.slice(-mostSaid) };
  }
}

/** The last line that is JSON, for steps that write one. */
export function lastJson(stdout: string): unknown {
  const line = stdout
    .trimEnd()
    .split('\n')
    .findLast((each) => each.startsWith('{'));
  return line === undefined ? undefined : JSON.parse(line);
}

/**
 * Runs steps one after another within `totalSeconds` from `begun` (milliseconds since 1970), each within its own limit and what is left,
 * and tells of each as soon as it is over. Those for which less than `leastSeconds` are left are left out.
 */
export async function runSteps(
  steps: readonly Step[],
  { begun, totalSeconds, leastSeconds = 5 }: TimeLeft,
  tell: (outcome: Outcome) => Promise<void>,
): Promise<void> {
  for (const step of steps) {
    const left = totalSeconds - (Date.now() - begun) / 1000;
    const limitSeconds = Math.min(step.limitSeconds, left);
    if (limitSeconds < leastSeconds)
      await tell({ name: step.name, became: 'left out', seconds: 0, limitSeconds, found: undefined });
    else await tell(await runStep({ ...step, limitSeconds }));
  }
}

interface TimeLeft {
  readonly begun: number;
  readonly totalSeconds: number;
  readonly leastSeconds?: number;
}
