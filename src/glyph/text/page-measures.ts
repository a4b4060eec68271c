import { AbecedaryError } from '../../base/errors.js';
import type { TextSettings } from '../../config/index.js';
import type { TextBox, TextLayoutSettings } from './text-layout.js';

/** A page and how its text is set; everything in pixels. */
export interface PageMeasures {
  readonly width: number;
  readonly height: number;
  readonly box: TextBox;
  readonly layout: TextLayoutSettings;
}

const perInch: Readonly<Record<string, number>> = { in: 1, pt: 72, cm: 2.54, mm: 25.4 };
/** Longest side and area of a page. */
export const mostPagePx = 32_768;
export const mostPagePixels = 64_000_000;

/** The measures of a page in pixels. Throws `config` for a page of no or too many pixels, or margins that leave nothing of it. */
export function measurePage(settings: TextSettings): PageMeasures {
  const { dpi } = settings;
  const [, across, down, unit] = /^\s*([\d.]+)\s*[x×]\s*([\d.]+)\s*(\w*)\s*$/.exec(settings.page)!;
  const [width, height] = [across, down].map((size) =>
    Math.round(inPixels({ size: Number(size), unit: unit! }, dpi)),
  ) as [number, number];
  if (
    Math.min(width, height) < 16 ||
    Math.max(width, height) > mostPagePx ||
    width * height > mostPagePixels
  ) {
    throw new AbecedaryError(
      'config',
      `Expected a page of 16 to ${mostPagePx} pixels a side and at most ${mostPagePixels / 1e6} megapixels, got ${width} x ${height} from ${settings.page}${unit === '' || unit === 'px' ? '' : ` at ${dpi} dpi`}; change text.page${unit === '' || unit === 'px' ? '' : ' or text.dpi'}.`,
    );
  }
  const shorter = Math.min(width, height);
  const length = (given: number | string): number => {
    if (typeof given === 'number') return given;
    const [, size, own] = /^\s*([\d.]+)\s*(\S*)\s*$/.exec(given)!;
    return inPixels({ size: Number(size), unit: own! }, dpi, shorter);
  };
  const { margin } = settings;
  const [top, right, bottom, left] = (Array.isArray(margin) ? margin : Array(4).fill(margin)).map(length) as [
    number,
    number,
    number,
    number,
  ];
  const box = { left, top, width: width - left - right, height: height - top - bottom };
  if (box.width < 8 || box.height < 8) {
    throw new AbecedaryError(
      'config',
      `Expected margins that leave room on a page of ${width} x ${height} px, got ${Math.round(box.width)} x ${Math.round(box.height)} px for the text; make text.margin smaller.`,
    );
  }
  if (settings.path !== 'none' && settings.writing === 'down') {
    throw new AbecedaryError(
      'config',
      'Expected text that runs along a path or down the page, got both; leave text.path or text.writing as it is by default.',
    );
  }
  const { align, vertical, leading, tracking, stanzaGapRatio, wrap, direction, features } = settings;
  const layout: TextLayoutSettings = {
    size: settings.size === 'fit' ? 'fit' : length(settings.size),
    ...{ align, vertical, leading, tracking, stanzaGapRatio, wrap, direction, features },
    language: settings.language === 'auto' ? undefined : settings.language,
    ...(settings.writing === 'down' && { writing: 'down' }),
    ...(settings.path !== 'none' && { path: settings.path }),
    ...(settings.hyphenate && { hyphenate: true }),
  };
  return { width, height, box, layout };
}

function inPixels(
  { size, unit }: { readonly size: number; readonly unit: string },
  dpi: number,
  whole = 0,
): number {
  if (unit === '%') return (size / 100) * whole;
  return unit === '' || unit === 'px' ? size : (size / perInch[unit]!) * dpi;
}
