export { elsewhereFor } from './elsewhere.js';
export { type Guide, layGuide, type Piece, pieceOf } from './guide.js';
export { paintedShares } from './mending.js';
export { type Found, kneeSlopeOf, type Limit, type Place } from './place.js';
export { type Room, roomOf, roomPx } from './room.js';
export { inkAlong, type Seam, seamOf, seamPlaces } from './seam.js';
export { legibilityOf, type SearchOptions, searchPlaces } from './search.js';
export { sidesToTry } from './sides.js';
export { finePlaces } from './weighing.js';
