import { AbecedaryError } from '../base/errors.js';

/** An axis of a variable font, in the units that a designer sees, such as 100 to 900. */
export interface VariationAxis {
  readonly tag: string;
  readonly min: number;
  readonly default: number;
  readonly max: number;
}

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
    return axis === undefined || !(value >= axis.min && value <= axis.max);
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
      (axis) => `${axis.tag.trimEnd()} ${axis.min} to ${axis.max} (by itself ${axis.default})`,
    );
    throw new AbecedaryError(
      'font',
      `Expected axes of ${name}, which are ${offered.join(', ')}, but got ${got}; choose among these in font.axes.`,
    );
  }
  return Object.fromEntries(
    axes.map((axis) => [axis.tag, chosen[axis.tag] ?? chosen[axis.tag.trimEnd()] ?? axis.default]),
  );
}
