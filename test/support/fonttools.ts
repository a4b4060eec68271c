import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('fonttools.py', import.meta.url));
/** Debian's packages belong to its own Python, which need not be the first one on the path. */
const python = ['/usr/bin/python3', 'python3'].find((program) => {
  try {
    execFileSync(program, ['-c', 'import fontTools, brotli'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/** Why fontTools cannot check, or undefined where it can. */
export const fontToolsSkipped =
  python === undefined
    ? 'skipped: there is no fontTools with brotli (apt-get install python3-fonttools python3-brotli)'
    : undefined;

/** What fontTools says of a font file. */
export interface FontToolsReport {
  /** Warnings and faults, the checksums' included; empty when all is well. */
  readonly complaints: readonly string[];
  readonly tables: readonly string[];
  readonly names: Readonly<Record<string, string>>;
}

/** Reads every table of a font file with fontTools, dumps it as XML and writes it again. */
export function checkWithFontTools(file: string): FontToolsReport {
  return JSON.parse(execFileSync(python!, [script, file], { encoding: 'utf8' })) as FontToolsReport;
}
