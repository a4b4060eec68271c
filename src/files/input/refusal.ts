/** Why a picture cannot be read, in words that end «got …» and, after a semicolon, say what to do. */
export class PictureRefusal extends Error {
  readonly got: string;
  readonly advice: string;

  constructor(got: string, advice: string, options?: ErrorOptions) {
    super(`${got}; ${advice}`, options);
    this.got = got;
    this.advice = advice;
  }
}
