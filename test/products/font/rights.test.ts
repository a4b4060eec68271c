import { describe, expect, it } from 'vitest';
import type { FontRights } from '../../../src/glyph/index.js';
import { checkEmbedding, checkFamily, reservedNames } from '../../../src/products/font/rights.js';

const silent: FontRights = {
  copyright: undefined,
  manufacturer: undefined,
  designer: undefined,
  vendorUrl: undefined,
  designerUrl: undefined,
  licence: undefined,
  licenceUrl: undefined,
  embedding: undefined,
};
const ofl = 'This Font Software is licensed under the SIL Open Font License, Version 1.1.';

describe('the embedding bits of a font', () => {
  it.each<[string, FontRights]>([
    ['installable', { ...silent, embedding: { fsType: 0, version: 4 } }],
    ['editable', { ...silent, embedding: { fsType: 8, version: 4 } }],
    ['a bit without meaning', { ...silent, embedding: { fsType: 1, version: 2 } }],
    [
      'viewing and printing, under an open licence',
      { ...silent, licence: ofl, embedding: { fsType: 4, version: 3 } },
    ],
    [
      'several bits of an old table, one of them editable',
      { ...silent, embedding: { fsType: 0x0e, version: 2 } },
    ],
    ['no bits at all', silent],
  ])('allow a colour font: %s', (_, rights) => {
    expect(() => checkEmbedding(rights, 'Some Sans')).not.toThrow();
  });

  it.each<[string, FontRights, string]>([
    [
      'restricted',
      { ...silent, embedding: { fsType: 2, version: 4 } },
      'may not be embedded at all (OS/2 fsType 0x0002)',
    ],
    [
      'restricted, whatever its licence says',
      { ...silent, licence: ofl, embedding: { fsType: 2, version: 4 } },
      'may not be embedded at all',
    ],
    [
      'viewing and printing',
      { ...silent, embedding: { fsType: 4, version: 3 } },
      'may only be embedded for viewing and printing',
    ],
    [
      'no subsetting',
      { ...silent, embedding: { fsType: 0x108, version: 3 } },
      'may only be embedded whole and unchanged',
    ],
    [
      'pictures only',
      { ...silent, embedding: { fsType: 0x200, version: 3 } },
      'may only be embedded as pictures, without its outlines',
    ],
  ])('forbid it with one sentence: %s', (_, rights, sentence) => {
    expect(() => checkEmbedding(rights, 'Some Sans')).toThrow(`but Some Sans ${sentence}`);
    expect(() => checkEmbedding(rights, 'Some Sans')).toThrow(/choose another font\.$/);
  });
});

describe('reserved font names', () => {
  it.each<[string, string[]]>([
    [
      'Copyright (c) 2011, TypeTogether, with Reserved Font Names "Abril" and "Abril Fatface"',
      ['Abril', 'Abril Fatface'],
    ],
    ['© 2010 - 2014 Adobe (http://www.adobe.com/), with Reserved Font Name ‘Source’.', ['Source']],
    ["Copyright 2014 Adobe, with Reserved Font Name 'Source'. All rights reserved.", ['Source']],
    ['Copyright 2020 The Fraunces Project Authors (github.com/undercasetype/Fraunces)', []],
    ['Copyright (c) 2010, A. Person, with Reserved Font Name Plain Words.', ['Plain Words']],
    ['with Reserved Font Name “One”, “Two”, and “Three”', ['One', 'Two', 'Three']],
  ])('are found in: %s', (copyright, names) => {
    expect(reservedNames({ ...silent, copyright })).toEqual(names);
  });
});

describe('the name of a new family', () => {
  const source = {
    family: 'Source Sans Pro',
    rights: { ...silent, copyright: 'Adobe, with Reserved Font Name ‘Source’.', licence: ofl },
  };

  it.each(['Wild Garden', 'Resourceful', 'Café 3', "Anna's Letters"])('may be %s', (family) => {
    expect(() => checkFamily(family, source)).not.toThrow();
  });

  it.each<[string, string]>([
    [
      'Wild Source',
      'without “Source”, which the licence of Source Sans Pro reserves for the original (Reserved Font Name)',
    ],
    ['SOURCE-Garden', 'Reserved Font Name'],
    ['', 'of 1 to 31 letters'],
    ['a/b', 'of 1 to 31 letters'],
    ['x'.repeat(32), 'of 1 to 31 letters'],
    ['Привет', 'at least one of A to Z'],
  ])('may not be “%s”', (family, sentence) => {
    expect(() => checkFamily(family, source)).toThrow(sentence);
  });

  it('may not be that of the font it is made from', () => {
    expect(() => checkFamily('archivo black', { family: 'Archivo Black', rights: silent })).toThrow(
      'Expected a family name other than that of the font it is made from, got "archivo black"; choose a name of your own, so that both can be installed.',
    );
  });
});
