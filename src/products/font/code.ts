/** The code point of a single character. */
export function singleCode(character: string): number {
  return character.normalize('NFC').codePointAt(0)!;
}
