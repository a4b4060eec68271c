import { html, type Markup, raw } from './markup.js';
import type { FoundPicture, ReportLetter } from './report-data.js';

type Place = FoundPicture['ink'];

/**
 * The artwork of a found letter under a veil that is open where letter and ground were taken from it: each in its frame (the letter's
 * whole square, solid for the letter, dashed for the ground), with the letter's outline as it lies there.
 */
export function drawFinds({
  character,
  anchor,
  artworkName,
  found,
}: Pick<ReportLetter, 'character' | 'anchor' | 'artworkName' | 'found'>): Markup | undefined {
  if (found === undefined) return undefined;
  const { picture, width, height, ink, ground } = found;
  const isOne = JSON.stringify(ink) === JSON.stringify(ground);
  const shapes = { frame: 'M0 0H1V1H0Z', letter: found.outline ?? 'M0 0H1V1H0Z' };
  const groundShape = found.outline === undefined ? shapes.frame : `${shapes.frame}${shapes.letter}`;
  const at = (place: Place): string => transformOf(place, found);
  const path = (kind: string, shape: string, place: Place): Markup =>
    html`<path class="${kind}" d="${shape}" transform="${at(place)}"/>`;
  const lines = (kind: string, place: Place): Markup =>
    html`<g class="${kind}">${path('halo', shapes.frame, place)}${path('line', shapes.frame, place)}</g>`;
  const mask = `veil-${anchor}`;
  const words = `Where ${character} was found in ${artworkName}: ${describe('the letter', ink)}, ${describe('the ground', ground)}`;
  return html`<figure class="finds" data-piece="${pieceOf(ink, found)}"><svg role="img" aria-label="${words}" viewBox="${raw(`0 0 ${width} ${height}`)}" width="${width}" height="${height}"><image href="${picture}" width="${width}" height="${height}"/><mask id="${mask}"><rect width="${width}" height="${height}" fill="#fff"/><g fill="#000" fill-rule="evenodd">${isOne ? path('open', shapes.frame, ink) : html`${path('open', groundShape, ground)}${path('open', shapes.letter, ink)}`}</g></mask><rect class="veil" width="${width}" height="${height}" mask="url(#${mask})"/>${isOne ? undefined : lines('ground', ground)}${isOne ? path('halo', shapes.letter, ink) : undefined}${path('outline', shapes.letter, ink)}${lines('ink', ink)}</svg>
<figcaption aria-hidden="true">${isOne ? entry('ink', 'Both', ink) : html`${entry('ink', 'Letter', ink)}${entry('ground', 'Ground', ground)}`}</figcaption></figure>`;
}

function entry(kind: string, name: string, place: Place): Markup {
  return html`<p><svg class="${kind}" viewBox="0 0 24 8" aria-hidden="true"><path class="line" d="M1 4H23"/></svg>${name}<span>${howItLies(place, marks)}</span></p>`;
}

const describe = (name: string, place: Place): string =>
  `${name} at ${percent(place.x)} from the left and ${percent(place.y)} from the top, ${howItLies(place, turns)}`;

const turns = ['', 'turned right', 'upside down', 'turned left'];
const marks = ['', '↻\u00a090°', '↻\u00a0180°', '↺\u00a090°'];

function howItLies({ quarterTurns, mirrored }: Place, ways: readonly string[]): string {
  const words = [mirrored ? 'mirrored' : '', ways[quarterTurns] ?? ''].filter(Boolean);
  return words.length === 0 ? 'as it lies' : words.join(', ');
}

const percent = (ratio: number): string => `${Math.round(100 * ratio)} %`;

/** From the letter's square, of side 1, to where it lies in the artwork: what is done to the piece when it is laid, backwards. */
function transformOf(
  { x, y, sideRatio, quarterTurns, mirrored }: Place,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const side = short(sideRatio * Math.min(width, height));
  return `translate(${short(x * width)} ${short(y * height)}) scale(${mirrored ? -side : side} ${side}) rotate(${-90 * quarterTurns}) translate(-.5 -.5)`;
}

/** The other way about: from the artwork to the letter's square, of side 1. */
function pieceOf(
  { x, y, sideRatio, quarterTurns, mirrored }: Place,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const scale = 1 / (sideRatio * Math.min(width, height));
  return `translate(.5 .5) rotate(${90 * quarterTurns}) scale(${mirrored ? -scale : scale} ${scale}) translate(${-x * width} ${-y * height})`;
}

/** Where a letter lies in its artwork, in words. */
export function describePlace(place: Place): string {
  return `${percent(place.x)} from the left, ${percent(place.y)} from the top, ${percent(place.sideRatio)} of its shorter side, ${howItLies(place, turns)}`;
}

const short = (value: number): number => Math.round(value * 100) / 100;
