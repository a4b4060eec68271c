import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      peer: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

/**
 * Where the packages lie that the program runs with, below `root` (`node_modules/sharp`), by the lock file. Throws where one is not
 * installed that is not for another platform.
 */
export async function productionPackages(root: string): Promise<string[]> {
  const { packages } = lock.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  return Object.entries(packages).flatMap(([place, { dev, devOptional, peer, optional }]) => {
    if (place === '' || dev || devOptional || peer) return [];
    if (existsSync(join(root, place))) return [place];
    if (optional) return [];
    throw new Error(`Expected the package ${place}, found none; run npm ci.`);
  });
}
