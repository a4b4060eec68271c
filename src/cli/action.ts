/** The public API. It is loaded when a command begins its work, since the help and mistakes in flags need none of it. */
export type Product = typeof import('../index.js');

/** Makes what commander calls of the work of a command, which returns the exit code. */
export type Action = <Given extends readonly unknown[]>(
  work: (product: Product, ...given: Given) => Promise<number>,
) => (...given: Given) => Promise<void>;
