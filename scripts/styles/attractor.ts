import { blend, type Generator, noise2, ramp, shade, slopeAt, smoothstep } from './kit.js';

interface Form {
  readonly map: readonly [a: number, b: number, c: number, d: number];
  readonly zoom: number;
  readonly turn: number;
  readonly centre: readonly [x: number, y: number];
}

const forms: readonly Form[] = [
  { map: [1.7, 1.7, 0.6, 1.2], zoom: 0.42, turn: 2.2, centre: [0.6, 0.52] },
  { map: [-1.4, 1.6, 1, 0.7], zoom: 0.56, turn: 2.3, centre: [0.46, 0.56] },
];
const rose = ramp(['#120b16', '#361424', '#742a3a', '#bc5850', '#eda07c', '#fadabd', '#fff9ef']);
const silver = ramp(['#0a0f1a', '#10283c', '#1d5268', '#4f939b', '#a2cfc8', '#e0f1e5', '#fcfef6']);

/** How often a chain of points visits each pixel, spread over the four nearest so that strands stay smooth. */
function visits(form: Form, sizePx: number, points: number): Float32Array {
  const [a, b, c, d] = form.map;
  const cos = Math.cos(form.turn) * form.zoom;
  const sin = Math.sin(form.turn) * form.zoom;
  const counts = new Float32Array(sizePx * sizePx);
  let x = 0.1;
  let y = 0.1;
  for (let point = 0; point < points; point++) {
    const next = Math.sin(a * y) + c * Math.cos(a * x);
    y = Math.sin(b * x) + d * Math.cos(b * y);
    x = next;
    const column = (form.centre[0] + x * cos - y * sin) * sizePx - 0.5;
    const row = (form.centre[1] + x * sin + y * cos) * sizePx - 0.5;
    const [left, top] = [Math.floor(column), Math.floor(row)];
    if (left < 0 || top < 0 || left >= sizePx - 1 || top >= sizePx - 1) continue;
    const [u, v] = [column - left, row - top];
    const at = top * sizePx + left;
    counts[at]! += (1 - u) * (1 - v);
    counts[at + 1]! += u * (1 - v);
    counts[at + sizePx]! += (1 - u) * v;
    counts[at + sizePx + 1]! += u * v;
  }
  return counts;
}

/** Three box blurs in each direction, close to a Gaussian; edges repeat. */
function blur(values: Float32Array, sizePx: number, radiusPx: number): Float32Array {
  const radius = Math.max(1, Math.round(radiusPx));
  let source = values;
  for (let pass = 0; pass < 6; pass++) {
    const target = new Float32Array(values.length);
    const [step, line] = pass % 2 === 0 ? [1, sizePx] : [sizePx, 1];
    for (let at = 0; at < sizePx; at++) {
      const start = at * line;
      const read = (place: number): number =>
        source[start + Math.min(sizePx - 1, Math.max(0, place)) * step]!;
      let sum = 0;
      for (let place = -radius; place <= radius; place++) sum += read(place);
      for (let place = 0; place < sizePx; place++) {
        target[start + place * step] = sum / (2 * radius + 1);
        sum += read(place + radius + 1) - read(place - radius);
      }
    }
    source = target;
  }
  return source;
}

/** Each value's rank among all, 0..1: the tones of the result are evenly spread. */
function ranks(values: Float32Array): (value: number) => number {
  const sample = Float32Array.from(
    { length: 4096 },
    (_, at) => values[Math.floor((at * values.length) / 4096)]!,
  ).sort();
  return (value) => {
    let [low, high] = [0, sample.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sample[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low / sample.length;
  };
}

/** Two attractors as translucent silks, one rose and one silver. */
export const attractor: Generator = {
  name: 'attractor',
  title: 'Two Silks',
  idea: 'Where two of Clifford Pickover’s strange attractors spend their time; dense places shine like satin.',
  draw(sizePx, random) {
    const [first, second] = forms.map((form) => {
      const counts = visits(form, sizePx, 22e6).map((count) => count * (sizePx / 1024) ** 2);
      const smooth = blur(counts, sizePx, sizePx / 400);
      // Where few points fell their count is mostly chance, so there the smoothed one speaks.
      return counts.map((count, at) =>
        Math.log1p(smooth[at]! + ((count - smooth[at]!) * count) / (count + 30)),
      );
    }) as [Float32Array, Float32Array];
    const density = first.map((value, at) => value + second[at]!);
    const broad = blur(density, sizePx, sizePx * 0.02);
    const halo = blur(broad, sizePx, sizePx * 0.035);
    const satin = blur(density, sizePx, sizePx * 0.0016);
    const firstBroad = blur(first, sizePx, sizePx * 0.006);
    const secondBroad = blur(second, sizePx, sizePx * 0.006);
    const rankOf = ranks(broad);
    const grain = noise2(random.fork('grain'));
    return shade(sizePx, (x, y, column, row) => {
      const at = row * sizePx + column;
      const tone = rankOf(broad[at]!);
      const detail = Math.tanh((density[at]! - broad[at]!) * 0.7);
      const [slopeX, slopeY] = slopeAt(satin, sizePx, column, row);
      const sheen = Math.tanh((slopeX + slopeY) / 220);
      const ripple =
        smoothstep(0.72, 1, Math.cos(Math.sqrt(halo[at]! + 0.02) * 90)) * smoothstep(0.55, 0.2, tone);
      const share = smoothstep(
        0.25,
        0.75,
        (secondBroad[at]! + 0.05) / (firstBroad[at]! + secondBroad[at]! + 0.1),
      );
      const light =
        0.08 + 0.84 * tone + 0.17 * detail + 0.16 * sheen + 0.17 * ripple + 0.012 * grain(x * 300, y * 300);
      return blend(rose(light), silver(light), share);
    });
  },
};
