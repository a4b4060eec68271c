import type { TextFormat } from '../../config/index.js';
import { pageFile } from '../sheet/index.js';
import type { TextPage } from './made-page.js';
import { writePdfText } from './pdf-text.js';
import { writeRasterText } from './raster-text.js';
import { writeSvgText } from './svg-text.js';

/** Writes the page in every format that is wanted beside its PNG. Throws `output`, and `config` for a profile that is none. */
export async function writeTextPage(
  page: TextPage,
): Promise<{ readonly files: readonly string[]; readonly notes: readonly string[] }> {
  const fileOf = (format: TextFormat): string => pageFile(page.folder, page.name, format);
  const wanted = page.text.formats.filter((format) => format !== 'png');
  const notes: string[] = [];
  for (const format of wanted) {
    if (format === 'pdf') await writePdfText(fileOf(format), page);
    else if (format === 'svg') await writeSvgText(fileOf(format), page);
    else notes.push(...(await writeRasterText(fileOf(format), format, page)));
  }
  return { files: wanted.map(fileOf), notes };
}
