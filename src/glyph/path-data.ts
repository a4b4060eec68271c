import type { Outline, Transform } from './outline.js';

/** The outline at its place as SVG path data, with three decimals. */
export function pathData(outline: Outline, { scale, x, y }: Transform): string {
  const point = (px: number, py: number): string => `${short(x + scale * px)} ${short(y + scale * py)}`;
  const parts: string[] = [];
  for (const command of outline) {
    if (command.type === 'M' && parts.length > 0) parts.push('Z');
    const end = point(command.x, command.y);
    if (command.type === 'Q') parts.push(`Q${point(command.x1, command.y1)} ${end}`);
    else if (command.type === 'C')
      parts.push(`C${point(command.x1, command.y1)} ${point(command.x2, command.y2)} ${end}`);
    else parts.push(`${command.type}${end}`);
  }
  return parts.length === 0 ? '' : `${parts.join('')}Z`;
}

const short = (value: number): string => String(Math.round(value * 1000) / 1000);
