import type { FontSource } from '../../glyph/index.js';

/** The texts of a colour font by the numbers of OpenType's "name"; its rights are those of the font it is made from. */
export function fontNames(
  family: string,
  { font, rights }: FontSource,
  programVersion: string,
): Map<number, string> {
  const postScript = `${family.normalize('NFD').replace(/[^A-Za-z0-9]/g, '')}-Regular`;
  const made = `Colour letters made with Abecedary ${programVersion} from ${font.family} ${font.style}, ${font.version}.`;
  return new Map([
    [0, rights.copyright ?? ''],
    [1, family],
    [2, 'Regular'],
    [3, `1.000;${postScript}`],
    [4, family],
    [5, 'Version 1.000'],
    [6, postScript],
    [8, rights.manufacturer ?? ''],
    [9, rights.designer ?? ''],
    [10, made],
    [11, rights.vendorUrl ?? ''],
    [12, rights.designerUrl ?? ''],
    [13, rights.licence ?? ''],
    [14, rights.licenceUrl ?? ''],
  ]);
}
