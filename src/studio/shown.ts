/* What the server and the page both speak of. */

export interface ArtworkState {
  readonly id: string;
  readonly name: string;
  /** Whether it was dropped on the page, and can be removed there. */
  readonly own: boolean;
}

/** What the page's controls stand at. */
export interface PageSettings {
  readonly characters: string;
  readonly preset: string;
  readonly pairing: string;
  readonly included: boolean;
  readonly found: number;
  readonly contrast: number | 'auto';
  readonly fit: number;
  readonly detail: number;
  readonly seam: number;
  readonly size: number;
  readonly iterations: number;
  readonly seed: number;
}
