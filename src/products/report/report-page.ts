import { describeSeconds, fact, showLetter } from './letter-card.js';
import { html, type Markup, raw } from './markup.js';
import { showFiles, showPicture } from './picture.js';
import type { ReportData } from './report-data.js';
import { script } from './script.js';
import { styles } from './styles.js';
import { viewer } from './viewer.js';

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
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: 'self' file:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
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
${showPicture(sheet, { kind: 'sheet', alt: `All letters on one sheet: ${letters.map(({ character }) => character).join(' ')}`, name: 'the sheet', large: sheet.files[0], empty: sheet.empty })}
${showFiles(sheet.files)}
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
${viewer}
<script>${raw(script)}</script>
</body>
</html>
`;
  return page.markup;
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
