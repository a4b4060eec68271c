/** ISO 216 and North American sizes in mm, upright. */
const paperSizes = {
  A0: [841, 1189],
  A1: [594, 841],
  A2: [420, 594],
  A3: [297, 420],
  A4: [210, 297],
  A5: [148, 210],
  A6: [105, 148],
  letter: [215.9, 279.4],
  tabloid: [279.4, 431.8],
} as const satisfies Record<string, readonly [widthMm: number, heightMm: number]>;

type Sides = readonly [widthMm: number, heightMm: number];

/** The sides of a paper size in mm, upright, by its name in any case; undefined for another name. */
export function paperSides(name: string): Sides | undefined {
  const known = Object.keys(paperSizes).find((each) => each.toLowerCase() === name.toLowerCase());
  return known === undefined ? undefined : paperSizes[known as keyof typeof paperSizes];
}

/** The shorter side of a page on a screen, in pixels, where only its form is given. */
const screenPx = 1080;
const forms: Readonly<Record<string, string>> = { square: '1:1', story: '9:16', landscape: '16:9' };

/**
 * A page that is named instead of measured, as its measures: `A4` or `A4 landscape`, `square`, `story`, or a form like `4:5`.
 * Anything else comes back as it is.
 */
export function namedPage(text: string): string {
  const [, name, turned] = /^\s*(\S+?)(\s+landscape)?\s*$/i.exec(text) ?? [];
  if (name === undefined) return text;
  const sides = paperSides(name);
  if (sides !== undefined) {
    const [width, height] = turned === undefined ? sides : [sides[1], sides[0]];
    return `${width}x${height}mm`;
  }
  const [, wide, high] = /^(\d{1,4}):(\d{1,4})$/.exec(forms[name.toLowerCase()] ?? name) ?? [];
  const [width, height] = [Number(wide), Number(high)];
  if (turned !== undefined || !(width > 0 && height > 0)) return text;
  const scale = screenPx / Math.min(width, height);
  return `${Math.round(width * scale)}x${Math.round(height * scale)}`;
}
