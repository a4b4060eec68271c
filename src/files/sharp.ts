import { createRequire } from 'node:module';
import type * as library from 'sharp';

/** The picture library. It is loaded as CommonJS, which takes half of the time: as modules Node reads all of it twice. */
export const sharp = createRequire(import.meta.url)('sharp') as typeof library.default;
