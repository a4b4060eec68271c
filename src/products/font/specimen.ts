import type { FontSource } from '../../glyph/index.js';

export interface SpecimenFacts {
  readonly family: string;
  readonly styled: readonly string[];
  /** The WOFF2 file with sbix and SVG. */
  readonly font: Uint8Array;
  readonly source: FontSource;
  readonly smallAsCapitals: boolean;
  /** Letters that the font has, with and without colour. */
  readonly letters: number;
}

const pangram = 'Sphinx of black quartz judge my vow';
const sizesPx = [200, 120, 72, 48, 32, 24, 16];

/** A page that shows a colour font: one file with the font inside, to be opened in a browser. */
export function specimenPage({
  family,
  styled,
  font,
  source,
  smallAsCapitals,
  letters,
}: SpecimenFacts): string {
  const has = (text: string): boolean =>
    [...text].every(
      (each) =>
        each === ' ' || styled.includes(each) || (smallAsCapitals && styled.includes(each.toUpperCase())),
    );
  const shown = (text: string): string => (smallAsCapitals ? text.toUpperCase() : text);
  const all = styled.join('');
  const headline = has(family) ? shown(family) : all.slice(0, 12);
  const line = has(pangram) ? shown(pangram) : all;
  const pairs = source
    .kerning(styled)
    .sort((a, b) => Math.abs(b.units) - Math.abs(a.units))
    .slice(0, 10)
    .map(({ left, right }) => left + right);
  const rows = sizesPx.map(
    (size) =>
      `<p class="row"><span class="size">${size}</span><span class="type" style="font-size:${size}px">${text(line)}</span></p>`,
  );
  const about = aboutFont(source, letters, { styled, smallAsCapitals });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(family)}</title>
<style>
@font-face { font-family: "Specimen"; src: url(data:font/woff2;base64,${Buffer.from(font).toString('base64')}) format("woff2"); font-weight: 100 900; }
${styles}</style>
</head>
<body>
<main>
<h1>${text(family)}</h1>
<fieldset><legend>Ground</legend>
<label><input type="radio" name="ground" id="day" checked> white</label>
<label><input type="radio" name="ground" id="night"> black</label>
<label><input type="radio" name="ground" id="colour"> yellow</label>
</fieldset>
<p class="type head">${text(headline)}</p>
<h2 id="try">Type here</h2>
<div class="type try" contenteditable="true" role="textbox" aria-labelledby="try" spellcheck="false">${text(all.slice(0, 10))}</div>
<h2>Sizes in pixels</h2>
${rows.join('\n')}
<h2>Letters</h2>
<ul class="grid type">${styled.map((each) => `<li>${text(each)}</li>`).join('')}</ul>
${pairs.length === 0 ? '' : `<h2>Kerning</h2>\n<p class="type pairs">${pairs.map((pair) => `<span>${text(pair)}</span>`).join('')}</p>`}
<h2>About</h2>
<dl>${about}</dl>
</main>
</body>
</html>
`;
}

/** Names and what is said of each. */
function aboutFont(
  { font, rights }: FontSource,
  letters: number,
  { styled, smallAsCapitals }: Pick<SpecimenFacts, 'styled' | 'smallAsCapitals'>,
): string {
  return [
    ['Made from', `${font.family} ${font.style}, ${font.version}`],
    [
      'Letters',
      `${styled.length} in colour, ${letters} in all${smallAsCapitals ? '; small letters give capitals' : ''}`,
    ],
    ['Copyright of the outlines', rights.copyright],
    ['Design', rights.designer],
    ['Licence', rights.licence],
    ['Licence text', rights.licenceUrl],
  ]
    .flatMap(([term, said]) => (said === undefined ? [] : [`<dt>${term}</dt><dd>${text(said)}</dd>`]))
    .join('');
}

const styles = `:root { --ground: #fff; --text: #16161a; --faint: #6b6b76; --line: #d9d9de; }
:root:has(#night:checked) { --ground: #101014; --text: #f2f2f4; --faint: #a0a0ac; --line: #34343c; }
:root:has(#colour:checked) { --ground: #f6c445; --text: #16161a; --faint: #4d3c08; --line: #c99b24; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 24px clamp(16px, 4vw, 56px) 64px; }
fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 16px; color: var(--faint); }
legend { float: left; margin-right: 16px; }
h1, h2 { font-weight: 500; }
h1 { font-size: 15px; margin: 0 0 24px; }
h2 { font-size: 15px; color: var(--faint); border-top: 1px solid var(--line); padding-top: 12px; margin: 48px 0 16px; }
.type { font-family: "Specimen", sans-serif; font-synthesis: none; }
.head { font-size: clamp(56px, 15vw, 200px); line-height: 1.1; overflow-wrap: anywhere; margin: 16px 0; }
.try { font-size: clamp(40px, 8vw, 96px); line-height: 1.15; min-height: 1.15em; overflow-wrap: anywhere; padding: 8px; border: 1px dashed var(--line); }
.row { display: flex; align-items: baseline; gap: 16px; margin: 0 0 12px; line-height: 1.25; }
.row .type { min-width: 0; overflow-wrap: anywhere; padding: 0.06em 0; }
.size { flex: 0 0 3em; color: var(--faint); text-align: right; font-variant-numeric: tabular-nums; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(128px, 1fr)); gap: 8px; margin: 0; padding: 0; list-style: none; }
.grid li { text-align: center; font-size: 72px; line-height: 1.4; padding: 0 4px; border: 1px solid var(--line); }
.pairs { margin: 0; display: flex; flex-wrap: wrap; gap: 8px 40px; font-size: 72px; line-height: 1.2; }
dl { display: grid; grid-template-columns: minmax(8em, max-content) 1fr; gap: 4px 24px; margin: 0; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
`;

const text = (value: string): string => value.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
