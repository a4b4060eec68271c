export {
  copyWholeFile,
  fileSize,
  hashFile,
  moveFile,
  removeLeftovers,
  writeTextFile,
  writeWholeFile,
} from './atomic-file.js';
export type { PressParts, RasterPage } from './banded-page.js';
export { type BestPairs, type Pairings, readBestPairs, writeBestPairs } from './best-pairs.js';
export { errnoOf, fileReason, writeError } from './file-error.js';
export { encodeWebpFilm, shrinkFilm, toDataUri, webpBytes } from './film-file.js';
export {
  type Film,
  type FilmFile,
  type Films,
  filmListFile,
  filmVersion,
  readFilms,
  writeFilms,
} from './film-list.js';
export { readFolderJson, writeFolderJson } from './folder-json.js';
export { type Journal, type JournalEvent, openJournal, readJournal } from './journal.js';
export { isStaleLock, type LockHolder, lockRun, type RunLock, readLock } from './lock.js';
export { type Looks, openLooks } from './looks.js';
export type { FoundPlace, Manifest, ManifestLetter } from './manifest.js';
export { manifestVersion, readManifest, writeManifest } from './manifest.js';
export { oncePerFile } from './once-per-file.js';
export { type PageRecord, readPageRecord, writePageRecord } from './page-record.js';
export type { InvisibleWord } from './pdf/invisible-text.js';
export { type PdfItem, type PdfPage, writePdfPage } from './pdf-page.js';
export { type PrintProfile, readPrintProfile } from './print-profile.js';
export { isAtWork, thisProcess } from './process.js';
export { type RasterFormat, rasterLimits, writeRasterPage } from './raster-page.js';
export {
  isWholePicture,
  largePixels,
  readPicture,
  readPictureSize,
  readShorterSide,
} from './read-picture.js';
export { readStrip } from './read-strip.js';
export { removeFolder, replaceFolder } from './replace-folder.js';
export { resizePicture } from './resize-picture.js';
export type { RunFolder } from './run-folder.js';
export { fileStem, runFolder } from './run-folder.js';
export { pictureSize, pngBytes, pngSize, readFrame, readTile } from './run-pictures.js';
export { readTextFile } from './text-file.js';
export { canMakeVideos, type VideoFormat, writeVideo } from './video.js';
export { usualDpi, writePicture } from './write-picture.js';
