import * as harfbuzz from 'harfbuzzjs';

/** The number by which HarfBuzz knows a script's rules for all languages that it does not name. */
const usualLanguage = 0xffff;

/**
 * Whether GPOS has kerning for text of this script and language, as HarfBuzz would look for it: under the script's own tags, else
 * under the default ones. Where it has none, the older table kerns.
 */
export function gposKerning(
  face: harfbuzz.Face,
): (script: string | undefined, language: string | undefined) => boolean {
  const scripts = face.getTableScriptTags('GPOS');
  const known = new Map<string, boolean>();
  return (script = 'Zyyy', language = 'und') => {
    const key = `${script} ${language}`;
    const found =
      known.get(key) ?? look(face, scripts, harfbuzz.otTagsFromScriptAndLanguage(script, language));
    known.set(key, found);
    return found;
  };
}

function look(
  face: harfbuzz.Face,
  scripts: readonly string[],
  wanted: { readonly scriptTags: readonly string[]; readonly languageTags: readonly string[] },
): boolean {
  const tag = [...wanted.scriptTags, 'DFLT', 'dflt', 'latn'].find((each) => scripts.includes(each));
  if (tag === undefined) return false;
  const script = scripts.indexOf(tag);
  const languages = face.getScriptLanguageTags('GPOS', script);
  const language = wanted.languageTags.find((each) => languages.includes(each));
  const index = language === undefined ? usualLanguage : languages.indexOf(language);
  return face.getLanguageFeatureTags('GPOS', script, index).includes('kern');
}
