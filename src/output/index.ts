export { hashFile, removeLeftovers, writeTextFile } from './atomic-file.js';
export type { HashedFile, Manifest, ManifestLetter } from './manifest.js';
export { manifestVersion, readManifest, writeManifest } from './manifest.js';
export { readPicture } from './read-picture.js';
export { resizePicture } from './resize-picture.js';
export type { RunFolder } from './run-folder.js';
export { fileStem, runFolder } from './run-folder.js';
export { writePicture } from './write-picture.js';
