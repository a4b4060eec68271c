export { elsewhereFor } from './elsewhere.js';
export { estimableArtwork, estimableLetter, estimatedWorth } from './estimate.js';
export { grownFrom, outlineDistance } from './growth.js';
export { type FoundPiece, layGuide, pieceOf } from './guide.js';
export { keptColour } from './knee.js';
export { bareGuides, legibleContrast, rankOf } from './legible.js';
export { withinMargins } from './margins.js';
export { paintedShares } from './mending.js';
export { type Found, kneeOf, type Limit, type Place, type Ranked } from './place.js';
export {
  layQuilt,
  type Quilt,
  type QuiltRoom,
  type QuiltTones,
  quilted,
  quiltPlaces,
  quiltRoomOf,
  quiltTones,
  seamsOf,
  tonedQuilt,
} from './quilt/index.js';
export { balanced, legibleAs } from './reading.js';
export { costOf, roomOf, roomPx, roomsOf } from './room.js';
export { inkAlong, type Seam, seamOf, seamPlaces } from './seam.js';
export { searchPlaces } from './search.js';
export { sidesToTry } from './sides.js';
export { strokeCost, strokeOf } from './stroke.js';
export { finePlaces, levelsOfBoth, type Weighing, weighingOf } from './weighing.js';
