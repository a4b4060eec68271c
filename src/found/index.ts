export { elsewhereFor } from './elsewhere.js';
export { type FoundPiece, layGuide, pieceOf } from './guide.js';
export { paintedShares } from './mending.js';
export { type Found, kneeSlopeOf, type Limit } from './place.js';
export { type Room, roomOf, roomPx } from './room.js';
export { inkAlong, type Seam, seamOf, seamPlaces } from './seam.js';
export { legibilityOf, searchPlaces } from './search.js';
export { sidesToTry } from './sides.js';
export { finePlaces } from './weighing.js';
