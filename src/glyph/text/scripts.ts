/** A stretch of text in one script; `script` is its ISO 15924 code, or undefined for one that is not told apart here. */
interface ScriptRun {
  /** UTF-16 offsets, the end excluded. */
  readonly start: number;
  readonly end: number;
  readonly script: string | undefined;
}

/** Scripts in use that fonts are made for; one that is missing here still shapes, beside its own kind. */
const codes =
  'Latn Cyrl Grek Arab Hebr Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Thai Laoo Tibt Mymr Khmr Geor Armn Ethi Hang Hira Kana Bopo Hani Cher Cans Mong Syrc Thaa Nkoo Adlm Tfng Java Bali Copt Goth Runr Ogam Vaii Olck Lisu Mand Phag Rohg'.split(
    ' ',
  );

const common = /[\p{Script=Zyyy}\p{Script=Zinh}]/u;

/** Their letters are joined by strokes; space between them would tear words apart. */
const joined = 'Arab Syrc Mand Nkoo Mong Phag Adlm Rohg Deva Beng Guru'.split(' ');

const known = new Map<string, string | undefined>();

/** The script of a character; undefined for signs and marks that all scripts share, such as spaces and digits. */
function scriptOf(character: string): string | undefined {
  if (!known.has(character)) {
    const code = common.test(character) ? undefined : (codes.find((each) => isOf(each, character)) ?? 'Zzzz');
    known.set(character, code);
  }
  return known.get(character);
}

const tests = new Map<string, RegExp>();

function isOf(code: string, character: string): boolean {
  // Some codes of the list are younger than the Unicode version of some Nodes.
  const test = tests.get(code) ?? expressionFor(code);
  tests.set(code, test);
  return test.test(character);
}

function expressionFor(code: string): RegExp {
  try {
    return new RegExp(`\\p{Script=${code}}`, 'u');
  } catch {
    return /(?!)/;
  }
}

/** Cuts text where the script changes; what all scripts share stays with what comes before it (UAX 24, section 5.2). */
export function splitByScript(text: string): ScriptRun[] {
  const runs: ScriptRun[] = [];
  let start = 0;
  let script: string | undefined;
  let at = 0;
  for (const character of text) {
    const own = scriptOf(character);
    if (own !== undefined && own !== script) {
      if (script !== undefined) {
        runs.push({ start, end: at, script });
        start = at;
      }
      script = own;
    }
    at += character.length;
  }
  if (at > start) runs.push({ start, end: at, script });
  return runs.map((run) => (run.script === 'Zzzz' ? { ...run, script: undefined } : run));
}

/** Whether letters of this script hang together, so that nothing may come between them. */
export function isJoined(script: string | undefined): boolean {
  return script !== undefined && joined.includes(script);
}

/** Their words stand side by side without a space; room that a line has is put between letters. */
const spaceless = 'Hani Hira Kana Bopo Thai Laoo Khmr Mymr Tibt'.split(' ');

export function writesWithoutSpaces(script: string | undefined): boolean {
  return script !== undefined && spaceless.includes(script);
}

/** Scripts, signs and full-width forms that stand upright in lines that run down the page (UAX 50, in the main). */
const upright =
  /[\p{Script=Hani}\p{Script=Hira}\p{Script=Kana}\p{Script=Bopo}\p{Script=Hang}\p{Script=Yiii}\u3000-\u303f\u30fb\u30fc\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe7\p{Emoji_Presentation}]/u;

export function isUpright(codePoint: number): boolean {
  return upright.test(String.fromCodePoint(codePoint));
}
