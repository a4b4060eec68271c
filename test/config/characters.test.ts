import { describe, expect, it } from 'vitest';
import { createConfig, requireCharacter, requireCharacters } from '../../src/config/index.js';

describe('the characters of an alphabet', () => {
  it.each([
    ['are what a reader sees, not code points', 'a👩‍🎨ñ', ['a', '👩‍🎨', 'ñ']],
    ['are composed, however they were typed', 'e\u0301Z', ['é', 'Z']],
    ['may have spaces and line ends between', ' A B\n  C\u3000D', ['A', 'B', 'C', 'D']],
    ['may be a list', ['10'.charAt(0), 'ß', ','], ['1', 'ß', ',']],
    ['may be private symbols of a font', '\ue001\ue002', ['\ue001', '\ue002']],
    ['tell capital letters from small ones', 'Aa', ['A', 'a']],
  ])('%s', (_, given, characters) => {
    expect(createConfig({ characters: given }).characters).toEqual(characters);
  });

  it.each([
    [' \n', 'hold at least one character'],
    [[], 'hold at least one character'],
    ['A\u200bB', 'hold only visible characters (not U+200B)'],
    [['A', ''], 'be one single character'],
    [['A', ' '], 'be a visible character'],
    ['e\u0301é', 'hold each character only once (not é twice)'],
  ])('cannot be %j', (characters, reason) => {
    expect(() => createConfig({ characters })).toThrow(reason);
  });
});

describe('a choice among them', () => {
  const characters = [...'ABCé'];

  it('is taken in any order, twice, with spaces, and comes out in the order of the alphabet', () => {
    expect(requireCharacters(characters, ' e\u0301, B,A,,B', '--only')).toEqual(['A', 'B', 'é']);
  });

  it('can be the comma where the alphabet has one', () => {
    expect(requireCharacters([...'A,'], ',', '--only')).toEqual([',']);
  });

  it('must name one of them, and a near miss gets a suggestion', () => {
    expect(() => requireCharacter(characters, 'b', 'CHAR')).toThrow(
      'Expected CHAR to name one of the alphabet\'s characters (A B C é), got "b"; did you mean B?',
    );
    expect(() => requireCharacters(characters, 'A,AB', '--only')).toThrow(
      'Expected --only to name one of the alphabet\'s characters (A B C é), got "AB"; choose one of these or add it to characters.',
    );
  });

  it('must not be empty', () => {
    expect(() => requireCharacters(characters, ' , ', '--only')).toThrow(
      'Expected --only to name characters with commas between, like A,B, got " , "; name at least one.',
    );
  });
});
