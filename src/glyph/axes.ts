import { AbecedaryError } from '../base/errors.js';
import type { OpenTypeFont, VariationAxis } from './opentype.js';

/**
 * A value for every axis of the font: the chosen one, else the default. Throws AbecedaryError `font`, naming all
 * mistakes at once, for an axis that the font lacks or a value outside of its range.
 */
export function chooseAxes(
  axes: readonly VariationAxis[],
  chosen: Readonly<Record<string, number>>,
  name: string,
): Record<string, number> {
  const known = new Map(axes.map((axis) => [axis.tag.trimEnd(), axis]));
  const wrong = Object.entries(chosen).filter(([tag, value]) => {
    const axis = known.get(tag.trimEnd());
    return axis === undefined || !(value >= axis.minValue && value <= axis.maxValue);
  });
  if (wrong.length > 0) {
    const got = wrong.map(([tag, value]) => `${tag}: ${value}`).join(', ');
    if (axes.length === 0) {
      throw new AbecedaryError(
        'font',
        `Expected no axes for ${name}, which is not a variable font, but got ${got}; remove font.axes or choose a variable font.`,
      );
    }
    const offered = axes.map(
      ({ tag, minValue, maxValue, defaultValue }) =>
        `${tag.trimEnd()} ${minValue} to ${maxValue} (by itself ${defaultValue})`,
    );
    throw new AbecedaryError(
      'font',
      `Expected axes of ${name}, which are ${offered.join(', ')}, but got ${got}; choose among these in font.axes.`,
    );
  }
  return Object.fromEntries(
    axes.map(({ tag, defaultValue }) => [tag, chosen[tag] ?? chosen[tag.trimEnd()] ?? defaultValue]),
  );
}

/** The values of the axes as -1..1 around their defaults, bent by `avar` (OpenType, "Coordinate scales and normalization"). */
export function normaliseAxes(font: OpenTypeFont, values: Readonly<Record<string, number>>): number[] {
  const axes = font.tables.fvar?.axes ?? [];
  return axes.map(({ tag, minValue, defaultValue, maxValue }, index) => {
    const offset = (values[tag] ?? defaultValue) - defaultValue;
    const reach = offset < 0 ? defaultValue - minValue : maxValue - defaultValue;
    const linear = reach > 0 ? Math.max(-1, Math.min(1, offset / reach)) : 0;
    const bend = font.tables.avar?.axisSegmentMaps[index]?.axisValueMaps ?? [];
    const above = bend.findIndex((pair) => pair.fromCoordinate >= linear);
    if (above <= 0) return bend[above]?.toCoordinate ?? linear;
    const from = bend[above - 1]!;
    const to = bend[above]!;
    const ratio = (linear - from.fromCoordinate) / (to.fromCoordinate - from.fromCoordinate);
    return from.toCoordinate + ratio * (to.toCoordinate - from.toCoordinate);
  });
}
