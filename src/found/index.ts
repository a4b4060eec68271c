export { type Guide, layGuide, type Piece, pieceOf } from './guide.js';
export type { Found, Limit, Place } from './place.js';
export { type Room, roomOf, roomPx } from './room.js';
export { finePlaces, type SearchOptions, searchPlaces } from './search.js';
export { sidesToTry } from './sides.js';
