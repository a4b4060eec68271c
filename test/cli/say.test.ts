import { describe, expect, it } from 'vitest';
import { AbecedaryError } from '../../src/base/errors.js';
import { printable, printableLines } from '../../src/base/printable.js';

const hostile = 'a\u001b[2J\u009b31m\r\n\u202eb\u2028';

describe('text of elsewhere', () => {
  it('loses what could command a terminal, break a line or turn its order', () => {
    expect(printable(hostile)).toBe('a?[2J?31m???b?');
    expect(printable('Ä é ß 字 עברית العربية 👩‍👩‍👧')).toBe('Ä é ß 字 עברית العربية 👩‍👩‍👧');
    expect(printableLines('one\ntwo\u0007')).toBe('one\ntwo?');
  });

  it('comes into no sentence as it is, whatever the sentence is about', () => {
    expect(new AbecedaryError('font', `Expected a font at ${hostile}.`).message).toBe(
      'Expected a font at a?[2J?31m???b?.',
    );
    expect(new AbecedaryError('config', ['two lines:', `  ${hostile}`]).message).toBe(
      'two lines:\n  a?[2J?31m???b?',
    );
  });
});
