/** Light and dark by the reader's system; one column on a phone. */
export const styles = `
:root { --paper: #f7f6f3; --card: #ffffff; --ink: #1b1a18; --quiet: #66625c; --line: #dedbd5; --accent: #a8341f; --focus: #1f5fd0; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #131211; --card: #1d1c1a; --ink: #f0ede8; --quiet: #a5a098; --line: #34322f; --accent: #ff8f78; --focus: #8ab4ff; }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
header, main, footer { max-width: 110rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 3rem); }
header { padding-top: clamp(1.5rem, 5vw, 4rem); padding-bottom: 1rem; }
h1 { margin: 0; font-size: clamp(2rem, 6vw, 3.5rem); line-height: 1.05; letter-spacing: -0.025em; font-weight: 800; overflow-wrap: anywhere; }
h1 span { color: var(--quiet); font-weight: 400; }
h2 { font-size: 1.125rem; margin: 2.5rem 0 0.75rem; }
h3 { margin: 0; font-size: 1.5rem; line-height: 1.1; }
p { margin: 0.5rem 0; }
header p, .words p, footer, .no-curve { color: var(--quiet); }
img { display: block; max-width: 100%; height: auto; }
a { color: inherit; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; border-radius: 4px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; background: var(--card); padding: 0.5rem 1rem; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.with-script { display: none; }
.with-script.ready { display: block; }
button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 999px; padding: 0.45rem 1.1rem; cursor: pointer; }
button:hover { border-color: var(--ink); }
#play-all[aria-pressed="true"] { background: var(--ink); color: var(--paper); }
.picture { position: relative; }
.picture img { width: 100%; }
.large { display: block; position: relative; cursor: zoom-in; }
.large .blank { position: absolute; background: var(--paper); }
.sheet { border-radius: 6px; overflow: hidden; max-width: 80rem; }
.files { display: flex; flex-wrap: wrap; gap: 0.25rem 0.9rem; font-size: 0.875rem; color: var(--quiet); }
.play { position: absolute; right: 0.6rem; bottom: 0.6rem; width: 2.75rem; height: 2.75rem; padding: 0; border: 0; background: rgb(20 20 20 / 0.62); color: #fff; }
.play:hover { background: rgb(20 20 20 / 0.85); }
.play svg { width: 1.5rem; height: 1.5rem; fill: currentColor; vertical-align: middle; }
.play .to-stop, .play[aria-pressed="true"] .to-play { display: none; }
.play[aria-pressed="true"] .to-stop { display: inline; }
nav { position: sticky; top: 0; z-index: 1; background: var(--paper); margin: 1.5rem calc(-1 * clamp(1rem, 4vw, 3rem)) 1rem; padding: 0.5rem clamp(1rem, 4vw, 3rem); border-bottom: 1px solid var(--line); }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; gap: 0.15rem; overflow-x: auto; }
nav a { display: block; min-width: 2rem; padding: 0.3rem 0.4rem; text-align: center; text-decoration: none; font-weight: 600; border-radius: 6px; }
nav a:hover { background: var(--line); }
.cards { list-style: none; align-items: start; margin: 0; padding: 0; display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15.5rem), 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; display: grid; grid-template-columns: 1fr auto; align-content: start; }
.card > * { grid-column: 1 / -1; }
.card .words { grid-column: 1; padding: 0.9rem 0 0.4rem 1rem; min-width: 0; }
.card .words p { margin: 0.15rem 0 0; overflow-wrap: anywhere; }
.card .sources { grid-column: 2; display: flex; gap: 0.4rem; padding: 0.9rem 1rem 0.4rem 0.75rem; }
.sources img { width: 3rem; height: 3rem; border-radius: 4px; border: 1px solid var(--line); }
.finds { margin: 0.5rem 1rem 0.75rem; display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 0.9rem; }
.finds > svg { display: block; flex: none; width: auto; height: auto; max-width: 100%; max-height: 8rem; border-radius: 4px; }
.finds .veil { fill: var(--card); opacity: 0.68; }
.finds path { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.finds mask path { fill: #000; }
.finds .halo { stroke: var(--card); stroke-width: 3px; opacity: 0.75; }
.finds .line { stroke: var(--ink); stroke-width: 1.25px; }
.finds .ground .line { stroke-dasharray: 4 3; }
.finds .outline { stroke: var(--ink); stroke-width: 0.75px; opacity: 0.55; }
.finds figcaption { flex: 1 1 4.25rem; min-width: 0; font-size: 0.8125rem; line-height: 1.35; }
.finds p { margin: 0.5rem 0; display: grid; grid-template-columns: 1.5rem 1fr; column-gap: 0.5rem; align-items: center; }
.finds p svg { width: 1.5rem; height: 0.5rem; }
.finds p span { grid-column: 1 / -1; color: var(--quiet); }
.curve { display: block; width: calc(100% - 2rem); margin: 0.25rem 1rem; overflow: visible; }
.curve .lines { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.curve circle { fill: var(--accent); }
.curve .bounds { stroke: var(--line); stroke-width: 1; }
.curve text { font-size: 10px; fill: var(--quiet); }
.no-curve { font-size: 0.875rem; padding: 0 1rem; }
dl { margin: 0; }
.card details { margin: 0 0 0.5rem; border-top: 1px solid var(--line); }
.card summary { padding: 0.6rem 1rem; font-weight: 400; font-size: 0.875rem; color: var(--quiet); }
.card .files { padding: 0.4rem 1rem 0.2rem; margin: 0; }
.card dl { padding: 0.4rem 1rem; font-size: 0.875rem; }
dl div { display: flex; justify-content: space-between; gap: 1rem; padding: 0.2rem 0; border-top: 1px solid var(--line); }
dt { color: var(--quiet); }
dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; min-width: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); column-gap: 2.5rem; }
details { margin-top: 1.25rem; }
summary { cursor: pointer; font-weight: 600; padding: 0.4rem 0; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
th, td { text-align: left; font-weight: 400; padding: 0.3rem 1rem 0.3rem 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
thead th { border: 0; color: var(--quiet); }
tbody th { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.8125rem; }
dialog { --stage: calc(72vh * var(--ratio, 1)); width: min(96vw, max(24rem, var(--stage) + 2rem)); max-height: 96vh; margin: auto; padding: 0 1rem 1rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); color: var(--ink); }
dialog::backdrop { background: rgb(0 0 0 / 0.75); }
.bar { display: flex; align-items: center; gap: 0.4rem; padding: 0.5rem 0; }
.bar h2 { flex: 1; margin: 0; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar button { width: 2.75rem; height: 2.75rem; padding: 0; font-size: 1.375rem; line-height: 1; }
.stage { position: relative; overflow: hidden; margin: 0 auto; width: min(100%, var(--stage)); touch-action: pan-y; user-select: none; }
.stage .whole { width: 100%; height: 100%; pointer-events: none; }
.stage.halved { cursor: ew-resize; }
.over { position: absolute; inset: 0; pointer-events: none; background: var(--card); clip-path: inset(0 calc(100% - var(--at)) 0 0); }
.over > * { display: block; width: 100%; height: 100%; }
.stage.halved::after { content: ""; position: absolute; z-index: 1; top: 0; bottom: 0; left: calc(var(--at) - 1px); width: 2px; background: #fff; box-shadow: 0 0 0 1px rgb(0 0 0 / 0.5); }
.compare { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.5rem; padding-top: 0.75rem; font-size: 0.9375rem; }
.compare[hidden], .bar [hidden] { display: none; }
fieldset { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0; padding: 0; border: 0; }
legend { float: left; padding: 0 1rem 0 0; color: var(--quiet); }
input { accent-color: var(--accent); margin: 0 0.4rem 0 0; }
.wipe { display: none; align-items: center; gap: 0.5rem; color: var(--quiet); }
.halved .wipe { display: flex; }
footer { padding-top: 2.5rem; padding-bottom: 3rem; font-size: 0.875rem; }
@media print { .with-script.ready, nav, .skip { display: none; } .card { break-inside: avoid; } }
`;
