import { z } from 'zod';
import { between, filePath } from '../fields.js';
import { presetNames } from '../presets.js';
import { givenMaterials, listMaterials, materials } from './artworks.js';
import { font } from './font.js';
import { placeSettings } from './places.js';
import { transfer } from './transfer.js';

const { contrast, fitRatio, detail, found, polarity } = transfer.shape;
const { amount, lay, legible, seamRatio } = found.unwrap().shape;
const { file, axes } = font.shape;

/** A preset with an encoder of its own is one of whole alphabets: a run has one encoder. */
const ownPresets = presetNames.filter((name) => name !== 'original') as [string, ...string[]];

/** What one letter has of its own beside its artwork. */
const others = {
  place: placeSettings.optional().meta({
    description:
      'Where in its artwork the letter is found: next passes over so many of the best finds; ink and ground take a place as a manifest holds it.',
  }),
  preset: z.enum(ownPresets).optional().meta({
    description: 'Another feel than the alphabet’s; what the alphabet sets beside its preset holds here too.',
  }),
  seed: z.int().min(0).optional().meta({ description: 'Another seed than the alphabet’s.' }),
  contrast: contrast.unwrap().optional().meta({ description: 'transfer.contrast of this letter.' }),
  fit: fitRatio.unwrap().optional().meta({ description: 'transfer.fitRatio of this letter.' }),
  detail: detail.unwrap().optional().meta({ description: 'transfer.detail of this letter.' }),
  polarity: polarity.unwrap().optional().meta({ description: 'transfer.polarity of this letter.' }),
  found: amount.unwrap().optional().meta({ description: 'transfer.found.amount of this letter.' }),
  lay: lay.unwrap().optional().meta({ description: 'transfer.found.lay of this letter.' }),
  legible: legible.unwrap().optional().meta({ description: 'transfer.found.legible of this letter.' }),
  seam: seamRatio.unwrap().optional().meta({ description: 'transfer.found.seamRatio of this letter.' }),
  font: file.unwrap().optional().meta({ description: 'font.file of this letter.' }),
  axes: axes.unwrap().optional().meta({ description: 'font.axes of this letter, laid over the alphabet’s.' }),
  scale: between(0.2, 3).optional().meta({
    unit: 'times',
    description: 'How much larger the letter is drawn than its place among the others says.',
  }),
  shiftX: between(-0.5, 0.5).optional().meta({
    unit: 'of the letter’s side',
    description: 'How far the letter is moved to the right.',
  }),
  shiftY: between(-0.5, 0.5).optional().meta({
    unit: 'of the letter’s side',
    description: 'How far the letter is moved down.',
  }),
  lock: z.boolean().optional().meta({
    description: 'Whether the letter, once made, stays as it is whatever else is changed.',
  }),
};

/** What one letter has of its own; whatever is left out is the alphabet's. */
export const letterSettings = z.strictObject({ artwork: materials.optional(), ...others });

const given = z.strictObject({
  artwork: givenMaterials.optional().meta({
    allowed: 'a picture file, or a list of pictures to blend',
    description:
      'What the letter is made of. A list blends several pictures by weight, like [{ file: sea.jpg, weight: 2 }, { file: sky.jpg }]; a mask is a picture whose white places are used.',
  }),
  ...others,
});

/** Letters with what each has of its own; an artwork alone may be given as its file. */
export const letters = z
  .record(z.string(), z.union([filePath('a picture file'), given]))
  .default({})
  .transform((map) =>
    Object.fromEntries(
      Object.entries(map).map(([letter, own]) => [letter.normalize('NFC'), settingsOf(own)]),
    ),
  );

function settingsOf(own: string | z.output<typeof given>): z.output<typeof letterSettings> {
  if (typeof own === 'string') return { artwork: listMaterials(own) };
  const { artwork, ...others } = own;
  return artwork === undefined ? others : { artwork: listMaterials(artwork), ...others };
}
