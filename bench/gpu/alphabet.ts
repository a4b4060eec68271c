/** What the JSON lines of `abecedary alphabet --json` tell of a run, also of one that was ended early. */
export interface AlphabetTimes {
  readonly engine: string | undefined;
  readonly workers: number | undefined;
  readonly batch: number | undefined;
  readonly letters: number;
  readonly lettersDone: number;
  /** From the plan to the last letter that is done. */
  readonly lettersSeconds: number | undefined;
  /** From the last letter to the end of sheet, films and report; undefined where they were not finished. */
  readonly productsSeconds: number | undefined;
  readonly lettersAMinute: number | undefined;
  readonly evaluations: number;
  readonly failed: readonly string[];
}

interface Line {
  readonly at: string;
  readonly kind: string;
  readonly engine?: string;
  readonly workers?: number;
  readonly batch?: number;
  readonly letters?: readonly string[];
  readonly letter?: string;
  readonly message?: string;
  readonly evaluations?: number;
  readonly product?: string;
}

export function readAlphabet(stdout: string): AlphabetTimes {
  const lines: Line[] = stdout
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line));
  const plan = lines.find(({ kind }) => kind === 'plan');
  const done = lines.filter(({ kind }) => kind === 'done');
  const failed = lines.filter(({ kind }) => kind === 'failed');
  const products = lines.filter(({ kind }) => ['sheet', 'product'].includes(kind));
  const between = (from: Line | undefined, to: Line | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : (Date.parse(to.at) - Date.parse(from.at)) / 1000;
  const lettersSeconds = between(plan, done.at(-1));
  const letters = plan?.letters?.length ?? 0;
  const isWhole = letters > 0 && done.length === letters;
  return {
    engine: plan?.engine,
    workers: plan?.workers,
    batch: plan === undefined ? undefined : (plan.batch ?? 1),
    letters,
    lettersDone: done.length,
    lettersSeconds,
    productsSeconds: isWhole ? between(done.at(-1), products.at(-1)) : undefined,
    lettersAMinute: lettersSeconds ? (60 * done.length) / lettersSeconds : undefined,
    evaluations: done.reduce((sum, { evaluations = 0 }) => sum + evaluations, 0),
    failed: failed.map(({ letter, message }) => `${letter}: ${message}`),
  };
}
