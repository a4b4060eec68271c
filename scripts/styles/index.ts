import { agate } from './agate.js';
import { attractor } from './attractor.js';
import { brushStrokes } from './brush-strokes.js';
import { bubbles } from './bubbles.js';
import { circuitry } from './circuitry.js';
import { contourMap } from './contour-map.js';
import { crystals } from './crystals.js';
import { dunes } from './dunes.js';
import { flowField } from './flow-field.js';
import { foldedLight } from './folded-light.js';
import { guilloche } from './guilloche.js';
import { inkInWater } from './ink-in-water.js';
import { interference } from './interference.js';
import { kintsugi } from './kintsugi.js';
import type { Generator } from './kit.js';
import { magma } from './magma.js';
import { marbling } from './marbling.js';
import { nebula } from './nebula.js';
import { overprint } from './overprint.js';
import { plumage } from './plumage.js';
import { quarters } from './quarters.js';
import { reactionDiffusion } from './reaction-diffusion.js';
import { stainedGlass } from './stained-glass.js';
import { tesserae } from './tesserae.js';
import { truchet } from './truchet.js';
import { weaving } from './weaving.js';
import { woodcut } from './woodcut.js';

/** The artworks that come with the product, in alphabetical order of their names. */
export const generators: readonly Generator[] = [
  agate,
  attractor,
  brushStrokes,
  bubbles,
  circuitry,
  contourMap,
  crystals,
  dunes,
  flowField,
  foldedLight,
  guilloche,
  inkInWater,
  interference,
  kintsugi,
  magma,
  marbling,
  nebula,
  overprint,
  plumage,
  quarters,
  reactionDiffusion,
  stainedGlass,
  tesserae,
  truchet,
  weaving,
  woodcut,
];
