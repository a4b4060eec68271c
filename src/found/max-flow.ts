/** A graph in which flow goes from a source to a sink; nodes are numbered from 0, edges hold their capacities to either side. */
export interface FlowGraph {
  readonly nodes: number;
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    /** Capacity along the edge, and against it. */
    readonly along: number;
    readonly against: number;
  }[];
}

/** Residual capacities of a graph: edge `e` leads to `heads[e]`, and `e ^ 1` leads back. */
interface Residual {
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly heads: Int32Array;
  readonly capacities: Float64Array;
}

const least = 1e-9;

/**
 * Which nodes are on the source's side of a minimum cut: 1 where they can still be reached when the most has flown (Ford and
 * Fulkerson 1956; by blocking flows, Dinic 1970).
 */
export function minimumCut(graph: FlowGraph, source: number, sink: number): Uint8Array {
  const residual = residualOf(graph);
  const levels = new Int32Array(graph.nodes);
  while (levelled(residual, source, levels)[sink]! >= 0) {
    const pointers = residual.first.slice();
    while (augmented(residual, { levels, pointers }, { source, sink }));
  }
  return Uint8Array.from(levels, (level) => (level >= 0 ? 1 : 0));
}

function residualOf({ nodes, edges }: FlowGraph): Residual {
  const first = new Int32Array(nodes).fill(-1);
  const next = new Int32Array(2 * edges.length);
  const heads = new Int32Array(2 * edges.length);
  const capacities = new Float64Array(2 * edges.length);
  for (const [at, { from, to, along, against }] of edges.entries()) {
    heads[2 * at] = to;
    heads[2 * at + 1] = from;
    capacities[2 * at] = along;
    capacities[2 * at + 1] = against;
    next[2 * at] = first[from]!;
    first[from] = 2 * at;
    next[2 * at + 1] = first[to]!;
    first[to] = 2 * at + 1;
  }
  return { first, next, heads, capacities };
}

/** Least number of edges from the source to each node, -1 where none leads. */
function levelled(
  { first, next, heads, capacities }: Residual,
  source: number,
  levels: Int32Array,
): Int32Array {
  levels.fill(-1);
  levels[source] = 0;
  const queue = [source];
  for (const node of queue) {
    for (let edge = first[node]!; edge >= 0; edge = next[edge]!) {
      const head = heads[edge]!;
      if (capacities[edge]! <= least || levels[head]! >= 0) continue;
      levels[head] = levels[node]! + 1;
      queue.push(head);
    }
  }
  return levels;
}

/** Sends flow along one shortest path; false when there is none left. Dead ends are passed over from then on. */
function augmented(
  { next, heads, capacities }: Residual,
  { levels, pointers }: { readonly levels: Int32Array; readonly pointers: Int32Array },
  { source, sink }: { readonly source: number; readonly sink: number },
): boolean {
  const path: number[] = [];
  let node = source;
  while (node !== sink) {
    const edge = pointers[node]!;
    if (edge < 0) {
      if (path.length === 0) return false;
      levels[node] = -1;
      node = heads[path.pop()! ^ 1]!;
      pointers[node] = next[pointers[node]!]!;
    } else if (capacities[edge]! > least && levels[heads[edge]!] === levels[node]! + 1) {
      path.push(edge);
      node = heads[edge]!;
    } else pointers[node] = next[edge]!;
  }
  let flow = Number.POSITIVE_INFINITY;
  for (const edge of path) flow = Math.min(flow, capacities[edge]!);
  for (const edge of path) {
    capacities[edge] = capacities[edge]! - flow;
    capacities[edge ^ 1] = capacities[edge ^ 1]! + flow;
  }
  return true;
}
