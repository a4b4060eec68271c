import { drawCurve } from './curve.js';
import { drawFinds } from './finds.js';
import { html, type Markup, raw } from './markup.js';
import type { ReportData, ReportLetter, Shown } from './report-data.js';
import { script } from './script.js';
import { styles } from './styles.js';

/** The report as one page that needs no other file and no network. */
export function writeReportPage(data: ReportData): string {
  const { font, letters, sheet, missing, failed, facts, settings, version } = data;
  const seconds = letters.reduce((sum, letter) => sum + letter.seconds, 0);
  const first = letters.filter(({ rank }) => rank === 1).length;
  const summary = [
    counted(letters.length, 'letter'),
    `${describeSeconds(seconds)} of work`,
    `${first} of ${letters.length} recognised`,
  ].join(' · ');
  const anyFilm = sheet.film !== undefined || letters.some(({ picture }) => picture.film !== undefined);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Alphabet in ${font}</title>
<style>${raw(styles)}</style>
</head>
<body>
<a class="skip" href="#letters">Skip to the letters</a>
<header>
<h1>Alphabet <span>in ${font}</span></h1>
<p>${summary}</p>
${anyFilm ? html`<p class="with-script"><button type="button" id="play-all" aria-pressed="false">Play all films</button></p>` : undefined}
</header>
<main>
<section aria-labelledby="sheet-title">
<h2 id="sheet-title">Sheet</h2>
${showPicture(sheet, { kind: 'sheet', alt: `All letters on one sheet: ${letters.map(({ character }) => character).join(' ')}`, name: 'the sheet' })}
${
  failed.length === 0
    ? undefined
    : html`<div class="failed"><p>Could not be made:</p><ul>${failed.map(({ letter, message }) => html`<li><strong>${letter}</strong> ${message}</li>`)}</ul></div>`
}
${missing.length > 0 ? html`<p>Not made yet: ${missing.join(' ')}</p>` : undefined}
</section>
<nav aria-label="Letters"><ul>${letters.map(({ character, anchor }) => html`<li><a href="#${anchor}">${character}</a></li>`)}</ul></nav>
<section aria-labelledby="letters-title">
<h2 id="letters-title" class="visually-hidden">Letters</h2>
<ul id="letters" class="cards" tabindex="-1">${letters.map(showLetter)}</ul>
</section>
<section aria-labelledby="made-title" class="made">
<h2 id="made-title">How it was made</h2>
${list(facts)}
<details><summary>All settings</summary>${table(settings)}</details>
</section>
</main>
<footer><p>Made with Abecedary ${version}</p></footer>
<script>${raw(script)}</script>
</body>
</html>
`;
  return page.markup;
}

interface PictureWords {
  /** Class of the picture. */
  readonly kind: 'sheet' | 'tile';
  readonly alt: string;
  readonly name: string;
}

function showPicture({ still, film, width, height }: Shown, { kind, alt, name }: PictureWords): Markup {
  return html`<div class="picture ${kind}"><img src="${still}" alt="${alt}" width="${width}" height="${height}"${film === undefined ? undefined : html` data-film="${film}"`}>${
    film === undefined
      ? undefined
      : html`<button type="button" class="play with-script" aria-pressed="false" aria-label="Play the film of ${name}"><svg viewBox="0 0 24 24" aria-hidden="true"><path class="to-play" d="M8 5.5v13l11-6.5z"/><path class="to-stop" d="M7 6h3.6v12H7zM13.4 6H17v12h-3.6z"/></svg></button>`
  }</div>`;
}

function showLetter(letter: ReportLetter): Markup {
  const { character, anchor, picture, content, artwork, artworkName } = letter;
  return html`<li class="card" id="${anchor}">
${showPicture(picture, { kind: 'tile', alt: `The letter ${character}, made of ${artworkName}`, name: character })}
<div class="words"><h3>${character}</h3><p>${artworkName}</p></div>
<div class="sources">${thumbnail(content, `The plain letter ${character}`)}${letter.found === undefined ? thumbnail(artwork, `The artwork ${artworkName}`) : undefined}</div>
${drawFinds(letter)}
${drawCurve(letter) ?? html`<p class="no-curve">No losses were kept of this letter.</p>`}
<dl>
${fact('Legibility', `${Math.round(100 * letter.r2)} %${letter.rank === 1 ? '' : `, read as another (place ${letter.rank})`}`)}
${fact('Time', describeSeconds(letter.seconds))}
${fact('Iterations', `${letter.iterations}${letter.tries > 1 ? `, in ${letter.tries} tries` : ''}`)}
${letter.loss === undefined ? undefined : fact('Last loss', letter.loss.toPrecision(3))}
${fact('Size', `${letter.sizePx} px`)}
</dl>
</li>`;
}

function thumbnail(source: string | undefined, alt: string): Markup | undefined {
  return source === undefined
    ? undefined
    : html`<img src="${source}" alt="${alt}" width="96" height="96" loading="lazy">`;
}

function fact(name: string, value: string): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function list(facts: ReportData['facts']): Markup {
  return html`<dl class="facts">${facts.map(([name, value]) => fact(name, value))}</dl>`;
}

function table(rows: ReportData['settings']): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All settings"><table><thead><tr><th scope="col">Setting</th><th scope="col">Value</th></tr></thead><tbody>${rows.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table></div>`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function describeSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
