/** Who reads a picture: the picture library, which some formats need to be looked at for before, or another way. */
type PictureReader = 'png' | 'gif' | 'tiff' | 'avif' | 'plain' | 'svg' | 'pdf' | 'heic';

/** What a file's first bytes say that it is. */
export interface PictureKind {
  /** With its article, for a sentence: `a PDF document`. */
  readonly name: string;
  /** Undefined for what cannot be read. Of an animation the first frame stands for it. */
  readonly reader: PictureReader | undefined;
}

/** As many bytes as `pictureKind` wants to see. */
export const signatureBytes = 4096;

/** The kind of a picture file, from its first bytes and never from its name. Undefined when the kind is unknown. */
export function pictureKind(start: Uint8Array): PictureKind | undefined {
  const text = Buffer.from(start).toString('latin1');
  if (text.slice(4, 8) === 'ftyp') return isoKind(start, text);
  if (text.startsWith('RIFF') && text.slice(8, 12) !== 'WEBP') return undefined;
  const known = signatures.find(([signature]) => text.startsWith(signature));
  if (known !== undefined) return { name: known[1], reader: known[2] };
  return /<(?:[\w.-]+:)?svg[\s>]/i.test(text.replaceAll('\0', ''))
    ? { name: 'an SVG drawing', reader: 'svg' }
    : undefined;
}

const signatures: readonly (readonly [signature: string, name: string, reader?: PictureReader])[] = [
  ['\x89PNG\r\n\x1a\n', 'a PNG picture', 'png'],
  ['\xff\xd8\xff', 'a JPEG picture', 'plain'],
  ['RIFF', 'a WebP picture', 'plain'],
  ['GIF8', 'a GIF picture', 'gif'],
  ['II*\0', 'a TIFF picture', 'tiff'],
  ['MM\0*', 'a TIFF picture', 'tiff'],
  ['II+\0', 'a TIFF picture', 'tiff'],
  ['MM\0+', 'a TIFF picture', 'tiff'],
  ['\x1f\x8b', 'a packed SVG drawing', 'svg'],
  ['%PDF', 'a PDF document', 'pdf'],
  ['%!PS', 'a PostScript document'],
  ['\xc5\xd0\xd3\xc6', 'a PostScript document'],
  ['8BPS', 'a Photoshop document'],
  ['gimp xcf', 'a GIMP document'],
  ['BM', 'a BMP picture'],
  ['\0\0\x01\0', 'an icon'],
  ['\xff\x0a', 'a JPEG XL picture'],
  ['\0\0\0\x0cJXL ', 'a JPEG XL picture'],
  ['\0\0\0\x0cjP  ', 'a JPEG 2000 picture'],
];

/** AVIF, HEIC and videos share one container and differ in the list of brands that its first box holds. */
function isoKind(start: Uint8Array, text: string): PictureKind {
  const size = Math.min(Buffer.from(start).readUInt32BE(0), text.length);
  const brands = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= size; at += 4) brands.push(text.slice(at, at + 4));
  const has = (...names: string[]): boolean => names.some((name) => brands.includes(name));
  if (has('avis')) return { name: 'an animated AVIF picture', reader: undefined };
  if (has('avif')) return { name: 'an AVIF picture', reader: 'avif' };
  if (has('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1')) {
    return { name: 'a HEIC picture', reader: 'heic' };
  }
  return { name: 'a video', reader: undefined };
}
