/**
 * Text of elsewhere (names of files and fonts, lock files, words of other programs and machines) as it may be shown: what could command
 * a terminal, break a line or turn the order of its characters becomes a question mark.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '?');
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
