export { type TextGround, writeTextPage } from './text-page.js';
