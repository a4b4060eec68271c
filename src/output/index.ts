export { hashFile, removeLeftovers, writeTextFile } from './atomic-file.js';
export { removeFolder, replaceFolder } from './folder.js';
export type { HashedFile, Manifest, ManifestLetter } from './manifest.js';
export { manifestVersion, readManifest, writeManifest } from './manifest.js';
export { readPicture, readShorterSide } from './read-picture.js';
export { resizePicture } from './resize-picture.js';
export type { RunFolder } from './run-folder.js';
export { fileStem, runFolder } from './run-folder.js';
export { writePicture } from './write-picture.js';
