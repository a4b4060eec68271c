import { html, type Markup, raw } from './markup.js';
import type { ReportLetter } from './report-data.js';

const size = { width: 300, height: 96, left: 4, right: 4, top: 10, bottom: 16 } as const;

/**
 * The total loss after each iteration as a drawing, on a logarithmic scale. The loss starts anew at each size of the
 * picture, so each has a line of its own; below stands the size.
 */
export function drawCurve({
  character,
  course,
}: Pick<ReportLetter, 'character' | 'course'>): Markup | undefined {
  const losses = course.map(([, loss]) => loss).filter((loss) => loss > 0);
  if (losses.length < 2 || losses.length < course.length) return undefined;
  const [low, high] = [Math.log(Math.min(...losses)), Math.log(Math.max(...losses))];
  const step = (size.width - size.left - size.right) / (course.length - 1);
  const x = (at: number): number => round(size.left + at * step);
  const span = size.height - size.top - size.bottom;
  const y = (loss: number): number =>
    round(size.top + (span * (high - Math.log(loss))) / Math.max(1e-9, high - low));

  const runs: { sizePx: number; from: number; to: number }[] = [];
  for (const [at, [sizePx]] of course.entries()) {
    const last = runs.at(-1);
    if (last?.sizePx === sizePx) last.to = at;
    else runs.push({ sizePx, from: at, to: at });
  }
  const lines = runs.map(({ from, to }) => {
    const points = course.slice(from, to + 1).map(([, loss], at) => `${x(from + at)},${y(loss)}`);
    return from === to
      ? html`<circle cx="${x(from)}" cy="${y(losses[from]!)}" r="1.5"/>`
      : html`<polyline points="${points.join(' ')}"/>`;
  });
  const bounds = runs
    .slice(1)
    .map(
      ({ from }) =>
        html`<line x1="${round(x(from) - step / 2)}" x2="${round(x(from) - step / 2)}" y1="4" y2="${size.height - size.bottom + 4}"/>`,
    );
  const labels = runs.map(({ sizePx, from, to }) => {
    const middle = round((x(from) + x(to)) / 2);
    const anchor =
      from === 0 && to < 3 ? 'start' : to === course.length - 1 && to - from < 4 ? 'end' : 'middle';
    const at = anchor === 'start' ? size.left : anchor === 'end' ? size.width - size.right : middle;
    return html`<text x="${at}" y="${size.height - 3}" text-anchor="${anchor}">${sizePx} px</text>`;
  });
  const words = `Loss of ${character} over ${course.length} iterations, from ${losses[0]!.toPrecision(2)} to ${losses.at(-1)!.toPrecision(2)}`;
  return html`<svg class="curve" role="img" aria-label="${words}" viewBox="${raw(`0 0 ${size.width} ${size.height}`)}"><g class="bounds">${bounds}</g><g class="lines">${lines}</g><g class="labels" aria-hidden="true">${labels}</g></svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
