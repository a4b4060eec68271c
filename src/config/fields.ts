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
