import { post } from './api.js';
import { attempt, base } from './store.js';

/** Sets flags of the run by their names on the command line; null takes one back. */
export const set = (flags: object): Promise<boolean> => attempt(() => post(`${base()}/settings`, flags));
