import { upload } from './api.js';
import { base, update } from './store.js';

const fontEndings = /\.(ttf|otf|woff2?|ttc|otc)$/i;

export const isFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Adds artworks to the run, or takes a font for it; says of each that is refused why. Returns the ids of the artworks. */
export async function addFiles(files: Iterable<File>): Promise<string[]> {
  const list = [...files];
  const [ids, refusals]: [string[], string[]] = [[], []];
  update({ note: undefined });
  for (const [at, file] of list.entries()) {
    update({ adding: list.length - at });
    try {
      const kind = fontEndings.test(file.name) ? 'font' : 'artworks';
      const { id } = (await upload(`${base()}/${kind}`, file)) as { id?: string };
      if (id !== undefined) ids.push(id);
    } catch (error) {
      refusals.push((error as Error).message);
    }
  }
  update({ adding: 0, ...(refusals.length > 0 && { note: refusals.join(' ') }) });
  return ids;
}
