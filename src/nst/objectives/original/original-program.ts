import type { Size } from '../../../base/pixels.js';
import {
  add,
  gradient,
  input,
  matmul,
  multiply,
  type Node,
  type Program,
  power,
  reshape,
  scale,
  slice,
  subtract,
  sumOfSquares,
  sumTo,
  transpose,
} from '../../../graph/index.js';
import { encode } from '../../encoder/encoder.js';
import { namedParts, picture, port, weighed } from '../ports.js';
import type { OriginalEncoder } from './original-encoder.js';

/*
 * Style transfer as it was first done for letters: the objective of a widely used script of 2016 (Gatys et al. 2016 with
 * other denominators), for comparison with what this program does instead. Formulas in docs/vgg.md.
 */

/** Name of a tap's Gram matrix, as what is to be reached. */
export const gram = (tap: number): string => `gram.${tap}`;

/** Name of the factor of a term. */
export const factor = (term: string): string => `factor.${term}`;

/** Inner products of the channels of features `[1, C, H, W]`, over all places and not divided: `[C, C]`. */
function gramMatrix(features: Node): Node {
  const [, channels, rows, columns] = features.shape;
  const flat = reshape(features, [channels!, rows! * columns!]);
  return matmul(flat, transpose(flat));
}

/** What serves as target, of a picture of `size`: Gram matrices of a style, features of the content. */
export function originalTargetsProgram({ encoder, styleTaps }: OriginalEncoder, size: Size): Program {
  const taps = encode(picture(size), encoder);
  const grams = styleTaps.map((tap) => [gram(tap), gramMatrix(taps[tap]!)] as const);
  return { outputs: { [port.content]: taps[encoder.contentTap]!, ...Object.fromEntries(grams) } };
}

/**
 * Loss and gradient of a picture of `size` in 0..1, with targets and factors as inputs:
 *
 *   L = c·‖F − F*‖² + Σ_taps s / taps · ‖G − G*‖² / (4·3²·(rows·columns)²) + v·TV
 *
 * with G = F·Fᵀ and TV = Σ (d² + e²)^1.25 for the differences d and e of a sample to the ones below and to its right, in
 * units of 0..255.
 */
export function originalProgram({ encoder, styleTaps }: OriginalEncoder, size: Size): Program {
  const image = picture(size);
  const taps = encode(image, encoder);
  const content = taps[encoder.contentTap]!;
  const style = styleTaps.map((tap) => {
    const own = gramMatrix(taps[tap]!);
    const denominator = 4 * 3 ** 2 * (size.height * size.width) ** 2 * styleTaps.length;
    const distance = scale(sumOfSquares(subtract(own, input(gram(tap), own.shape))), 1 / denominator);
    return [styleTerm(tap, encoder), distance] as const;
  });
  const terms: (readonly [string, Node])[] = [
    ['content', sumOfSquares(subtract(content, input(port.content, content.shape)))],
    ...style,
    ['variation', variation(scale(image, 255))],
  ];
  const parts = new Map(terms.map(([name, term]) => [name, weighed(term, factor(name))] as const));
  const loss = [...parts.values()].reduce((sum, part) => add(sum, part));
  return { outputs: { [port.loss]: loss, [port.gradient]: gradient(loss, image), ...namedParts(parts) } };
}

/** Name of the term of a tap's style. */
export const styleTerm = (tap: number, { taps }: OriginalEncoder['encoder']): string =>
  `style.${taps[tap]!.name}`;

function variation(image: Node): Node {
  const [, , rows, columns] = image.shape as [number, number, number, number];
  const corner = (row: number, column: number): Node =>
    slice(slice(image, 2, row, rows - 1), 3, column, columns - 1);
  const squared = (other: Node): Node => {
    const step = subtract(corner(0, 0), other);
    return multiply(step, step);
  };
  return sumTo(power(add(squared(corner(1, 0)), squared(corner(0, 1))), 1.25), []);
}
