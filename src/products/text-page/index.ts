export { type TextGround, type TextPage, writeTextPage } from './text-page.js';
