import type { AlphabetConfigInput } from '../../src/index.js';
import type { Drawings } from './drawings.js';
import { included, type Shown } from './shown.js';

const artwork = (caption: string, artworks: AlphabetConfigInput['artworks']): Shown['pictures'][number] => ({
  caption,
  input: { artworks },
});

const letter = (caption: string, letters: AlphabetConfigInput['letters']): Shown['pictures'][number] => ({
  caption,
  input: { letters },
});

/** The keys of the section `artworks`. */
export function artworkControls(drawings: Drawings): Shown[] {
  return [
    {
      name: 'blend',
      part: 'Artworks',
      keys: ['letters'],
      letters: 'C',
      artworks: ['dunes', 'circuitry'],
      pictures: [
        [1, 0],
        [3, 1],
        [1, 1],
        [1, 3],
        [0, 1],
      ].map(([dunes, circuitry]) =>
        letter(`${dunes} : ${circuitry}`, {
          C: {
            artwork: [
              { file: included('dunes'), weight: dunes },
              { file: included('circuitry'), weight: circuitry },
            ].filter(({ weight }) => weight !== 0),
          },
        }),
      ),
    },
    {
      name: 'artwork-mask',
      part: 'Artworks',
      keys: ['letters'],
      letters: 'J',
      artworks: ['plumage'],
      pictures: [
        artwork('no mask', {}),
        ...(['leftTop', 'rightBottom'] as const).map((mask) => ({
          ...letter('with this mask', {
            J: { artwork: [{ file: included('plumage'), mask: drawings[mask] }] },
          }),
          corner: drawings[mask],
        })),
      ],
    },
    {
      name: 'ground',
      part: 'Artworks',
      keys: ['artworks.ground'],
      letters: 'T',
      artworks: ['magma'],
      pictures: [
        artwork('none', {}),
        ...['woodcut', 'crystals'].map((ground) => ({
          ...artwork(ground, { ground: { T: included(ground) } }),
          corner: included(ground),
        })),
      ],
    },
    {
      name: 'masks',
      part: 'Artworks',
      keys: ['artworks.masks'],
      letters: 'V',
      artworks: ['ink-in-water'],
      pictures: [
        artwork('none', {}),
        ...(['fade', 'spot', 'rightBottom'] as const).map((mask) => ({
          ...artwork('with this mask', { masks: { V: drawings[mask] } }),
          corner: drawings[mask],
        })),
      ],
    },
    {
      name: 'crop',
      part: 'Artworks',
      keys: ['artworks.crop.sizeRatio', 'artworks.crop.x', 'artworks.crop.y'],
      letters: 'L',
      artworks: ['overprint'],
      pictures: [
        artwork('the whole', {}),
        artwork('half, top left', { crop: { x: 0, y: 0, sizeRatio: 0.5 } }),
        artwork('half, bottom left', { crop: { x: 0, y: 1, sizeRatio: 0.5 } }),
        artwork('a quarter, middle', { crop: { sizeRatio: 0.25 } }),
      ],
    },
    {
      name: 'turn',
      part: 'Artworks',
      keys: ['artworks.turnDegrees'],
      letters: 'I',
      artworks: ['flow-field'],
      pictures: [0, 45, 90].map((turnDegrees) => artwork(String(turnDegrees), { turnDegrees })),
    },
    {
      name: 'tiles',
      part: 'Artworks',
      keys: ['artworks.tiles'],
      letters: 'Z',
      artworks: ['weaving'],
      pictures: [1, 2, 4].map((tiles) => artwork(String(tiles), { tiles })),
    },
  ];
}
