import type { Backend, Executable, Values } from '../../backend/index.js';
import type { Planes, Rectangle } from '../../base/pixels.js';
import type { Program } from '../../graph/index.js';
import type { Tile } from './lay-tiles.js';

/** A rectangle of a larger picture, as a value `[1, channels, height, width]` that is cut out only where it is needed. */
export interface Window extends Rectangle {
  readonly planes: Planes;
  /** In the larger picture's places: what lies outside of it is 0. */
  readonly core?: Rectangle | undefined;
}

/** Values by name, some of them windows on larger pictures. */
export type WindowFeeds = Readonly<Record<string, Float32Array | Window>>;

/** A program that is fed windows. */
export interface WindowProgram {
  /** The results stay as they are until the next run. Throws AbecedaryError `engine`. */
  run(feeds: WindowFeeds): Promise<Values>;
  release: Executable['release'];
}

/** Makes a program ready to be fed windows, which are cut into arrays that are used again for the next run. */
export async function compileOnWindows(program: Program, backend: Backend): Promise<WindowProgram> {
  const executable = await backend.compile(program);
  const kept = new Map<string, Float32Array>();
  const cut = (name: string, feed: Float32Array | Window): Float32Array => {
    if (feed instanceof Float32Array) return feed;
    const into = kept.get(name) ?? new Float32Array(feed.planes.channels * feed.width * feed.height);
    kept.set(name, into);
    cutWindow(feed, into);
    return into;
  };
  return {
    run: (feeds) =>
      executable.run(
        Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, cut(name, feed)])),
      ),
    release: executable.release,
  };
}

/** A tile of a picture that is `halvings` smaller than the one that the tiles are laid over. */
export function windowOf(planes: Planes, tile: Rectangle, halvings = 0): Window {
  return { planes, ...shrunk(tile, halvings) };
}

/** The same with nothing outside of the tile's core. */
export function coreOf(planes: Planes, tile: Tile, halvings = 0): Window {
  return { ...windowOf(planes, tile, halvings), core: shrunk(tile.core, halvings) };
}

/** The rectangle of a picture that is `halvings` smaller. */
export function shrunk({ left, top, width, height }: Rectangle, halvings: number): Rectangle {
  return {
    left: left >> halvings,
    top: top >> halvings,
    width: width >> halvings,
    height: height >> halvings,
  };
}

/** Cuts a window out, into an array of its length. */
function cutWindow({ planes, left, top, width, height, core }: Window, into: Float32Array): void {
  const whole = { left, top, width, height };
  const seen = core === undefined ? whole : overlap(whole, core);
  if (seen !== whole) into.fill(0);
  for (let channel = 0; channel < planes.channels; channel++) {
    for (let row = seen.top; row < seen.top + seen.height; row++) {
      const from = (channel * planes.height + row) * planes.width + seen.left;
      const to = (channel * height + row - top) * width + seen.left - left;
      into.set(planes.data.subarray(from, from + seen.width), to);
    }
  }
}

function overlap(a: Rectangle, b: Rectangle): Rectangle {
  const [left, top] = [Math.max(a.left, b.left), Math.max(a.top, b.top)];
  const right = Math.min(a.left + a.width, b.left + b.width);
  const bottom = Math.min(a.top + a.height, b.top + b.height);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
