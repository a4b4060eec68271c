export { layQuilt, seamsOf } from './lay.js';
export { type Quilt, quiltPlaces } from './patch.js';
export { type QuiltRoom, quilted, quiltRoomOf } from './quilt.js';
export { type QuiltTones, quiltTones, tonedQuilt } from './tones.js';
