import { createRequire } from 'node:module';
import type * as library from 'yaml';

/** The library for YAML, loaded when something is read or written. */
export const yaml = (): typeof library => createRequire(import.meta.url)('yaml');
