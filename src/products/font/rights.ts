import { AbecedaryError } from '../../base/errors.js';
import type { FontRights } from '../../glyph/index.js';

/** OS/2 fsType (OpenType, "OS/2", fsType): what may be done with a font that is embedded. */
const restricted = 0x0002;
const previewAndPrint = 0x0004;
const editable = 0x0008;
const usage = 0x000e;
const noSubsetting = 0x0100;
const bitmapsOnly = 0x0200;

/** Licences that allow to change a font and to pass it on, whatever its bits say of viewing and printing. */
const openLicences =
  /open font licen[cs]e|scripts\.sil\.org\/ofl|openfontlicense\.org|apache licen[cs]e|apache\.org\/licenses|ubuntu font licen[cs]e|\bMIT licen[cs]e|creativecommons\.org\/publicdomain|\bCC0\b/i;

/**
 * Throws AbecedaryError `font` where the bits of a font forbid what a colour font of it would be: a changed font, with
 * outlines, that is installed and passed on. A font without such bits allows it.
 */
export function checkEmbedding(rights: FontRights, name: string): void {
  const bits = rights.embedding;
  if (bits === undefined) return;
  const problem = forbids(bits, openLicences.test(`${rights.licence ?? ''} ${rights.licenceUrl ?? ''}`));
  if (problem === undefined) return;
  throw new AbecedaryError(
    'font',
    `Expected a font whose maker lets it be embedded and changed, but ${name} ${problem} (OS/2 fsType 0x${bits.fsType.toString(16).padStart(4, '0')}); ask its maker for a version without this mark, or choose another font.`,
  );
}

function forbids(
  { fsType, version }: { fsType: number; version: number },
  open: boolean,
): string | undefined {
  if ((fsType & noSubsetting) !== 0) return 'may only be embedded whole and unchanged';
  if ((fsType & bitmapsOnly) !== 0) return 'may only be embedded as pictures, without its outlines';
  const level = fsType & usage;
  // Where an old table sets several of these bits, the mildest one counts; since version 3 it may set only one.
  if (version < 3 && (level & editable) !== 0) return undefined;
  if ((level & previewAndPrint) !== 0 && (version < 3 || (level & restricted) === 0))
    return open ? undefined : 'may only be embedded for viewing and printing';
  return (level & restricted) === 0 ? undefined : 'may not be embedded at all';
}

/** The names that a licence keeps for the original font: `with Reserved Font Names "Abril" and "Abril Fatface"`. */
export function reservedNames({ copyright, licence }: FontRights): string[] {
  const names = new Set<string>();
  for (const text of [copyright, licence]) {
    for (const [, rest] of (text ?? '').matchAll(/reserved font names?:?\s+(.{1,200})/gis)) {
      const quoted = [...rest!.matchAll(/["“”„‟'‘’‚‛«»]([^"“”„‟'‘’‚‛«»]+)["“”„‟'‘’‚‛«»]/g)].map(
        ([, name]) => name!,
      );
      const found =
        quoted.length > 0
          ? quoted.filter((name) => !/^[\s,]*(and|or)?[\s,]*$/i.test(name))
          : [plainName(rest!)];
      for (const name of found) if (name.trim() !== '') names.add(name.trim());
    }
  }
  return [...names];
}

/** A name without quotes ends where the sentence or the line does. */
const plainName = (rest: string): string => rest.split(/[.,;\n(]/)[0]!.trim();

/**
 * Throws AbecedaryError `config` for a family name that a font program cannot take, that the source font's licence
 * reserves, or that is the source font's own.
 */
export function checkFamily(family: string, source: { family: string; rights: FontRights }): void {
  const refuse = (expected: string, advice: string): never => {
    throw new AbecedaryError(
      'config',
      `Expected a family name ${expected}, got ${JSON.stringify(family)}; ${advice}.`,
    );
  };
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N} '&+.-]*$/u.test(family) || family.length > 31)
    refuse('of 1 to 31 letters, digits and spaces', 'choose one that programs can show');
  if (!/[A-Za-z0-9]/.test(family))
    refuse('with at least one of A to Z', 'programs need it for the short name');
  const words = (text: string): string =>
    ` ${text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .trim()} `;
  for (const reserved of reservedNames(source.rights)) {
    if (words(family).includes(words(reserved)))
      refuse(
        `without “${reserved}”, which the licence of ${source.family} reserves for the original (Reserved Font Name)`,
        'choose a name of your own',
      );
  }
  if (words(family) === words(source.family))
    refuse(
      `other than that of the font it is made from`,
      'choose a name of your own, so that both can be installed',
    );
}
