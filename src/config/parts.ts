/* Parts of the schema that recipes hold too, for those who check recipes. */
export { arrangement as arrangementSchema } from './sections/artworks.js';
export { letterSettings as letterSettingsSchema } from './sections/letters.js';
export { placeSettings as placeSettingsSchema } from './sections/places.js';
export { text as textSchema } from './sections/text.js';
export { transfer as transferSchema } from './sections/transfer.js';
