import { drawCurve } from './curve.js';
import { describePlace, drawFinds } from './finds.js';
import { html, type Markup } from './markup.js';
import { showFiles, showPicture } from './picture.js';
import type { ReportLetter } from './report-data.js';

/** One letter of the report: what is looked at first, and behind a line what it was made with. */
export function showLetter(letter: ReportLetter): Markup {
  const { character, anchor, picture, content, artwork, artworkName, files } = letter;
  const alt = `The letter ${character}, made of ${artworkName}`;
  const plain = thumbnail(content, { alt: `The plain letter ${character}`, kind: 'plain' });
  const look =
    letter.found === undefined
      ? thumbnail(artwork, { alt: `The artwork ${artworkName}`, kind: 'artwork' })
      : undefined;
  return html`<li class="card" id="${anchor}">
${showPicture(picture, { kind: 'tile', alt, name: character, large: files[0] })}
<div class="words"><h3>${character}</h3><p>${artworkName}</p></div>
<div class="sources">${plain}${look}</div>
${drawFinds(letter)}
<details><summary>${describeLegibility(letter)} · ${describeSeconds(letter.seconds)}</summary>
${drawCurve(letter) ?? html`<p class="no-curve">No losses were kept of this letter.</p>`}
${showFacts(letter)}
${showFiles(files)}
</details>
</li>`;
}

function showFacts({ found, iterations, tries, loss, sizePx }: ReportLetter): Markup {
  const isOne = found !== undefined && JSON.stringify(found.ink) === JSON.stringify(found.ground);
  return html`<dl>
${found && fact(isOne ? 'Found' : 'Letter found', describePlace(found.ink))}
${found && !isOne ? fact('Ground found', describePlace(found.ground)) : undefined}
${fact('Iterations', `${iterations}${tries > 1 ? `, in ${tries} tries` : ''}`)}
${loss === undefined ? undefined : fact('Last loss', loss.toPrecision(3))}
${fact('Size', `${sizePx} px`)}
</dl>`;
}

function describeLegibility({ r2, rank }: ReportLetter): string {
  return `${Math.round(100 * r2)} % legible${rank === 1 ? '' : `, read as another (place ${rank})`}`;
}

function thumbnail(
  source: string | undefined,
  { alt, kind }: { readonly alt: string; readonly kind: string },
): Markup | undefined {
  return source === undefined
    ? undefined
    : html`<img class="${kind}" src="${source}" alt="${alt}" width="96" height="96" loading="lazy">`;
}

export function fact(name: string, value: string): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

export function describeSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
