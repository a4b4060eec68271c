import { html, type Markup } from './markup.js';
import type { Place, Shown } from './report-data.js';

interface PictureWords {
  /** Class of the picture. */
  readonly kind: 'sheet' | 'tile';
  readonly alt: string;
  readonly name: string;
  /** The same picture in its full size, a file beside the page. */
  readonly large: string | undefined;
  /** Where there is nothing in it. */
  readonly empty?: readonly Place[];
}

/** A picture that opens large, with its film where there is one. */
export function showPicture(
  { still, film, width, height }: Shown,
  { kind, alt, name, large, empty = [] }: PictureWords,
): Markup {
  const image = html`<img src="${still}" alt="${alt}" width="${width}" height="${height}"${film === undefined ? undefined : html` data-film="${film}"`}>`;
  const opened =
    large === undefined
      ? image
      : html`<a class="large" href="${large}" title="Show ${name} large">${image}${empty.map(cover)}</a>`;
  return html`<div class="picture ${kind}">${opened}${
    film === undefined
      ? undefined
      : html`<button type="button" class="play with-script" aria-pressed="false" aria-label="Play the film of ${name}"><svg viewBox="0 0 24 24" aria-hidden="true"><path class="to-play" d="M8 5.5v13l11-6.5z"/><path class="to-stop" d="M7 6h3.6v12H7zM13.4 6H17v12h-3.6z"/></svg></button>`
  }</div>`;
}

/** The page's own tone over a place where the sheet is blank, and over the line that is left where its edge is between two pixels. */
function cover({ left, top, width, height }: Place): Markup {
  const percent = (ratio: number): string => `${Math.round(1e4 * ratio) / 100}%`;
  return html`<span class="blank" style="left:${percent(left)};top:${percent(top)};width:${percent(width)};height:calc(${percent(height)} + 1px)"></span>`;
}

/** Links that save the files beside the page. */
export function showFiles(files: readonly string[]): Markup | undefined {
  if (files.length === 0) return undefined;
  const links = files.map((file) => html`<a href="${file}" download>${file.replace(/^.*\//, '')}</a>`);
  return html`<p class="files">Save ${links}</p>`;
}
