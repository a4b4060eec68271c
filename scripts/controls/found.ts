import type { AlphabetConfigInput } from '../../src/index.js';
import type { Shown } from './shown.js';

type Found = NonNullable<NonNullable<AlphabetConfigInput['transfer']>['found']>;

const shared = { part: 'Found in the artwork', always: { preset: 'found' } } as const;

/** Pictures with several values of one key of the section `transfer.found`. */
const values = <Key extends keyof Found>(key: Key, ...list: readonly Found[Key][]): Shown['pictures'] =>
  list.map((value) => ({ caption: String(value), input: { transfer: { found: { [key]: value } } } }));

/** The keys of the section `transfer.found`, and the places that are set by hand. */
export const foundControls: readonly Shown[] = [
  {
    ...shared,
    name: 'found-amount',
    keys: ['transfer.found.amount'],
    letters: 'S',
    artworks: ['plumage'],
    pictures: values('amount', 0.2, 0.6, 1),
  },
  {
    ...shared,
    name: 'found-lay',
    keys: ['transfer.found.lay'],
    letters: 'G',
    artworks: ['crystals'],
    pictures: values('lay', 'either', 'cut', 'shadow'),
  },
  {
    ...shared,
    name: 'found-width',
    keys: ['transfer.found.width'],
    letters: 'W',
    artworks: ['tesserae'],
    pictures: values('width', 0, 0.6, 1),
  },
  {
    ...shared,
    name: 'found-interest',
    keys: ['transfer.found.interest'],
    letters: 'L',
    artworks: ['ink-in-water'],
    pictures: values('interest', 0, 0.5, 1),
  },
  {
    ...shared,
    name: 'found-legible',
    keys: ['transfer.found.legible'],
    letters: 'R',
    artworks: ['folded-light'],
    pictures: values('legible', 0.6, 0.8, 0.95),
  },
  {
    ...shared,
    name: 'found-seam',
    keys: ['transfer.found.seamRatio'],
    letters: 'V',
    artworks: ['stained-glass'],
    pictures: values('seamRatio', 0, 0.012, 0.05),
  },
  {
    ...shared,
    name: 'places',
    keys: ['letters'],
    letters: 'K',
    artworks: ['guilloche'],
    pictures: [0, 1, 2].map((next) => ({
      caption: `next: ${next}`,
      input: { letters: { K: { place: { next } } } },
    })),
  },
];
