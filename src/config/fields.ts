import { z } from 'zod';

/* Kinds of values that several sections of the schema take. */

export const filePath = (allowed: string) =>
  z
    .string()
    // A NUL byte is the one thing that no file system takes.
    .regex(/^[^\0]+$/)
    .meta({ allowed });

export const colourText = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/)
  .meta({ allowed: 'a colour like "#ffcc00" (in quotes)' });
export const colour = (fallback: string) =>
  colourText.default(fallback).meta({ allowed: 'a colour like "#ffcc00" (in quotes)' });

export const between = (low: number, high: number) => z.number().min(low).max(high);
export const wholeBetween = (low: number, high: number) => z.int().min(low).max(high);
export const autoOr = (low: number, high: number) =>
  z.union([z.literal('auto'), wholeBetween(low, high)]).default('auto');

/** A list of words, or one text with commas between them, or `none` where nothing is enough; each word once. */
export const wordList = <Word extends string>(
  words: readonly Word[],
  options: {
    readonly fallback: Word[];
    /** The fewest words. */
    readonly least: 0 | 1;
    /** Why certain other words are refused: what comes after "to". */
    readonly refusals?: Readonly<Record<string, string>>;
  },
) =>
  z
    .union([z.string(), z.array(z.string())])
    .default(options.fallback)
    .transform((given, context): Word[] => {
      const parts = typeof given === 'string' ? given.split(',') : given;
      const list = parts.map((part) => part.trim().toLowerCase());
      if (options.least === 0 && (list.length === 0 || (list.length === 1 && list[0] === 'none'))) return [];
      const wrong = list.find((word) => !words.includes(word as Word));
      if (wrong !== undefined || list.length === 0) {
        const all = `be ${words.join(', ')}${options.least === 0 ? ', none' : ''}, or several with commas`;
        context.addIssue({ code: 'custom', message: (wrong && options.refusals?.[wrong]) ?? all });
      }
      return words.filter((word) => list.includes(word));
    });
