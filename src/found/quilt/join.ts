import type { Planes } from '../../base/pixels.js';
import { emptyGraph, joinNodes, minimumCut } from '../max-flow.js';

/** What a step of the seam costs where both pictures are the same: of seams that are not seen the shortest. */
const leastCost = 0.01;
/** How much drawing hides a seam. */
const hidden = 4;

/** A new block and what was laid before it; all of one size. */
interface Joint {
  /** RGB. */
  readonly before: Planes;
  readonly block: Planes;
  /** One channel each: where something was laid before, where of that nothing is to be changed (1), and how much is seen, 0..1. */
  readonly laid: Planes;
  readonly kept: Planes;
  readonly seen: Planes;
}

interface Joined {
  /** One channel: 1 where the block is seen. */
  readonly mask: Planes;
  /** What the seam costs, as a sum over its steps. */
  readonly cost: number;
}

/**
 * Where a new block covers what was laid before it: along the seam that is seen least, by minimum cut (Kwatra et al. 2003, section 3). A
 * step of the seam between the neighbours p and q costs
 *
 *   0.01 + seen · (‖A(p) − B(p)‖ + ‖A(q) − B(q)‖) / (1 + 4·(‖A(p) − A(q)‖ + ‖B(p) − B(q)‖))
 *
 * A and B being the two pictures: seams in lively drawing are seen less.
 */
export function joined({ before, block, laid, kept, seen }: Joint): Joined {
  const { width, height } = laid;
  const area = width * height;
  const numbers = new Int32Array(area).fill(-1);
  let count = 0;
  for (let at = 0; at < area; at++) if (laid.data[at] === 1 && kept.data[at] !== 1) numbers[at] = count++;
  const [source, sink] = [count, count + 1];
  const nodeOf = (at: number): number =>
    numbers[at]! >= 0 ? numbers[at]! : laid.data[at] === 1 ? sink : source;
  // Where nothing was laid there is nothing to differ from: the other place counts alone.
  const changes = Float32Array.from({ length: area }, (_, at) =>
    laid.data[at] === 1 ? distance(colourAt(before, at), colourAt(block, at)) : -1,
  );
  const steps: { readonly at: number; readonly next: number; readonly cost: number }[] = [];
  const step = (at: number, next: number): void => {
    if (nodeOf(at) === nodeOf(next)) return;
    const [here, there] = [changes[at]!, changes[next]!];
    const changed = (here < 0 ? there : here) + (there < 0 ? here : there);
    const drawn = [before, block].reduce(
      (sum, each) => sum + distance(colourAt(each, at), colourAt(each, next)),
      0,
    );
    const visible = (seen.data[at]! + seen.data[next]!) / 2;
    const hides = here < 0 || there < 0 ? 0 : hidden * drawn;
    steps.push({ at, next, cost: leastCost + (visible * changed) / (1 + hides) });
  };
  for (let at = 0; at < area; at++) {
    if (at % width < width - 1) step(at, at + 1);
    if (at + width < area) step(at, at + width);
  }
  const graph = emptyGraph(count + 2, steps.length);
  for (const { at, next, cost } of steps) joinNodes(graph, [nodeOf(at), nodeOf(next)], [cost, cost]);
  const cut = minimumCut(graph, source, sink);
  const data = Float32Array.from({ length: area }, (_, at) => cut[nodeOf(at)]!);
  const cost = steps.reduce((sum, { at, next, cost }) => sum + (data[at] === data[next] ? 0 : cost), 0);
  return { mask: { width, height, channels: 1, data }, cost };
}

type Colour = readonly [number, number, number];

function colourAt({ width, height, data }: Planes, at: number): Colour {
  const area = width * height;
  return [data[at]!, data[area + at]!, data[2 * area + at]!];
}

const distance = (one: Colour, other: Colour): number =>
  Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
