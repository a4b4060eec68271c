export type { TextGround } from './made-page.js';
export { writeTextPage } from './text-page.js';
