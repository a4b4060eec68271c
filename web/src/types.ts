/* What the server tells, as far as the page uses it; see src/studio. */

import type { ActivityState } from '../../src/studio/events.js';
import type { ArtworkState, PageSettings } from '../../src/studio/shown.js';

export type { StudioEvent } from '../../src/studio/events.js';
export type { ArtworkState as Artwork, PageSettings as Settings } from '../../src/studio/shown.js';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly sideRatio: number;
  readonly quarterTurns: number;
  readonly mirrored: boolean;
}

export interface Found {
  readonly ink: Place;
  readonly ground: Place;
  readonly r2: number;
  readonly contrast?: number;
}

export interface Letter {
  readonly id: string;
  readonly letter: string;
  /** SVG path data in a square of 1000. */
  readonly outline: string;
  readonly state: 'current' | 'kept' | 'outdated' | 'missing';
  readonly locked: boolean;
  readonly undo: boolean;
  readonly redo: boolean;
  readonly failure?: string;
  readonly artwork: string;
  readonly version?: string;
  readonly own: Readonly<Record<string, unknown>>;
  readonly found?: Found;
  readonly made?: {
    readonly seconds: number;
    readonly iterations: number;
    readonly seed: number;
    readonly sizePx: number;
    readonly legibility: { readonly rank: number; readonly r2: number };
    readonly tries: number;
  };
}

export interface Run {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly letters: readonly Letter[];
  readonly artworks: readonly ArtworkState[];
  readonly font: string;
  readonly settings: PageSettings;
  readonly activity: ActivityState;
  readonly undo: boolean;
  readonly redo: boolean;
  readonly notes: readonly string[];
  readonly problem?: string;
}

export interface RunEntry {
  readonly id: string;
  readonly name: string;
  readonly changed: number;
}

/** A letter in work. */
export interface Live {
  readonly version: string;
  readonly iteration: number;
  readonly iterations: number;
  readonly workRatio: number;
}

export interface Preview {
  readonly picture: string;
  readonly found?: Found;
  readonly legibility: { readonly rank: number; readonly r2: number };
  readonly seconds: number;
}
