/**
 * A graph in which flow goes from a source to a sink, as residual capacities: edge `e` leads to `heads[e]`, and `e ^ 1` leads back. Nodes
 * are numbered from 0.
 */
export interface FlowGraph {
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly heads: Int32Array;
  readonly capacities: Float64Array;
  /** Of edges. */
  count: number;
}

/** A graph without edges, and with room for so many. */
export function emptyGraph(nodes: number, mostEdges: number): FlowGraph {
  return {
    first: new Int32Array(nodes).fill(-1),
    next: new Int32Array(2 * mostEdges),
    heads: new Int32Array(2 * mostEdges),
    capacities: new Float64Array(2 * mostEdges),
    count: 0,
  };
}

/** Joins two nodes by an edge of a capacity along it, and one against it. */
export function joinNodes(
  graph: FlowGraph,
  [from, to]: readonly [from: number, to: number],
  [along, against]: readonly [along: number, against: number],
): void {
  const { first, next, heads, capacities } = graph;
  const edge = 2 * graph.count++;
  heads[edge] = to;
  heads[edge + 1] = from;
  capacities[edge] = along;
  capacities[edge + 1] = against;
  next[edge] = first[from]!;
  first[from] = edge;
  next[edge + 1] = first[to]!;
  first[to] = edge + 1;
}

const least = 1e-9;

/**
 * Which nodes are on the source's side of a minimum cut: 1 where they can still be reached when the most has flown (Ford and
 * Fulkerson 1956; by blocking flows, Dinic 1970).
 */
export function minimumCut(graph: FlowGraph, source: number, sink: number): Uint8Array {
  const levels = new Int32Array(graph.first.length);
  const queue = new Int32Array(levels.length);
  const path = new Int32Array(levels.length);
  while (levelled(graph, levels, { source, queue })[sink]! >= 0) {
    const pointers = graph.first.slice();
    while (augmented(graph, { levels, pointers, path }, { source, sink }));
  }
  return Uint8Array.from(levels, (level) => (level >= 0 ? 1 : 0));
}

/** Least number of edges from the source to each node, -1 where none leads. */
function levelled(
  { first, next, heads, capacities }: FlowGraph,
  levels: Int32Array,
  { source, queue }: { readonly source: number; readonly queue: Int32Array },
): Int32Array {
  levels.fill(-1);
  levels[source] = 0;
  queue[0] = source;
  let end = 1;
  for (let at = 0; at < end; at++) {
    const node = queue[at]!;
    for (let edge = first[node]!; edge >= 0; edge = next[edge]!) {
      const head = heads[edge]!;
      if (capacities[edge]! <= least || levels[head]! >= 0) continue;
      levels[head] = levels[node]! + 1;
      queue[end++] = head;
    }
  }
  return levels;
}

interface Search {
  readonly levels: Int32Array;
  readonly pointers: Int32Array;
  /** Room for the edges of a path. */
  readonly path: Int32Array;
}

/** Sends flow along one shortest path; false when there is none left. Dead ends are passed over from then on. */
function augmented(
  { next, heads, capacities }: FlowGraph,
  { levels, pointers, path }: Search,
  { source, sink }: { readonly source: number; readonly sink: number },
): boolean {
  let length = 0;
  let node = source;
  while (node !== sink) {
    const edge = pointers[node]!;
    if (edge < 0) {
      if (length === 0) return false;
      levels[node] = -1;
      node = heads[path[--length]! ^ 1]!;
      pointers[node] = next[pointers[node]!]!;
    } else if (capacities[edge]! > least && levels[heads[edge]!] === levels[node]! + 1) {
      path[length++] = edge;
      node = heads[edge]!;
    } else pointers[node] = next[edge]!;
  }
  let flow = Number.POSITIVE_INFINITY;
  for (let at = 0; at < length; at++) flow = Math.min(flow, capacities[path[at]!]!);
  for (let at = 0; at < length; at++) {
    const edge = path[at]!;
    capacities[edge] = capacities[edge]! - flow;
    capacities[edge ^ 1] = capacities[edge ^ 1]! + flow;
  }
  return true;
}
