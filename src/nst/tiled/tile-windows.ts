import type { Values } from '../../backend/index.js';
import type { Planes, Size } from '../../base/pixels.js';
import type { Encoder } from '../encoder/encoder.js';
import { port } from '../objectives/ports.js';
import type { Tile } from './lay-tiles.js';
import { coreOf, type Window, type WindowFeeds, windowOf } from './windows.js';

/** The weights of places of a picture as windows, each with nothing outside of its tile's core. */
export function weightWindows(
  feeds: Values,
  encoder: Encoder,
  { width, height, regionCount }: Size & { readonly regionCount: number },
): (tile: Tile) => WindowFeeds {
  const planes = encoder.taps.map(({ halvings }, tap): Planes => {
    const data = feeds[port.weights(tap)]!;
    return { width: width >> halvings, height: height >> halvings, channels: regionCount, data };
  });
  return (tile) =>
    Object.fromEntries(
      planes.map((each, tap) => [port.weights(tap), coreOf(each, tile, encoder.taps[tap]!.halvings)]),
    );
}

export interface PlaceWindowsOptions {
  readonly canvas: Size;
  /** Of each tile. */
  readonly tile: Size;
  /** How often the picture is halved until its tones are compared. */
  readonly halvings: number;
}

/** What binds the terms of single places of a picture, as windows. */
export function placeWindows(
  feeds: Values,
  encoder: Encoder,
  { canvas, tile: { width, height }, halvings }: PlaceWindowsOptions,
): (tile: Tile) => WindowFeeds {
  const tap = encoder.taps[encoder.contentTap]!;
  const planes = (name: string, times: number, channels = 1): Planes => ({
    width: canvas.width >> times,
    height: canvas.height >> times,
    channels,
    data: feeds[name]!,
  });
  const content = planes(port.content, tap.halvings, tap.channels);
  const contentRoot = planes(port.contentRoot, tap.halvings);
  const toneSign = planes(port.toneSign, halvings);
  const toneLimit = planes(port.toneLimit, halvings);
  const toneRoot = planes(port.toneRoot, halvings);
  const ones = { width, height, channels: 1, data: new Float32Array(width * height).fill(1) };
  return (tile) => {
    const core = { ...tile.core, left: tile.core.left - tile.left, top: tile.core.top - tile.top };
    const steps = (size: Size): Window => ({ planes: ones, left: 0, top: 0, ...size, core });
    return {
      [port.content]: windowOf(content, tile, tap.halvings),
      [port.contentRoot]: coreOf(contentRoot, tile, tap.halvings),
      [port.toneSign]: windowOf(toneSign, tile, halvings),
      [port.toneLimit]: windowOf(toneLimit, tile, halvings),
      [port.toneRoot]: coreOf(toneRoot, tile, halvings),
      // A step belongs to the first of its two pixels.
      [port.stepRoot('rows')]: steps({ width: width - 1, height }),
      [port.stepRoot('columns')]: steps({ width, height: height - 1 }),
    };
  };
}

/** What is fed of a picture place by place; the rest is the same for every tile. */
export function isFedInWindows(name: string, encoder: Encoder): boolean {
  const { content, contentRoot, toneSign, toneLimit, toneRoot } = port;
  const weights = encoder.taps.map((_, tap) => port.weights(tap));
  return [content, contentRoot, toneSign, toneLimit, toneRoot, ...weights].includes(name);
}
