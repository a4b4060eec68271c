/** What a file's first bytes say that it is. */
interface PictureKind {
  /** With its article, for a sentence: `a PDF document`. */
  readonly name: string;
  /** True for still pictures and for animations whose first frame stands for them. */
  readonly readable: boolean;
}

/** As many bytes as `pictureKind` wants to see. */
export const signatureBytes = 4096;

/**
 * The kind of a picture file, from its first bytes and never from its name. Only what is named readable here is given
 * to the decoder: SVG, for one, can make it open other files and fonts. Undefined when the kind is unknown.
 */
export function pictureKind(start: Uint8Array): PictureKind | undefined {
  const text = Buffer.from(start).toString('latin1');
  if (text.slice(4, 8) === 'ftyp') return isoKind(start, text);
  if (text.startsWith('RIFF') && text.slice(8, 12) !== 'WEBP') return undefined;
  const known = signatures.find(([signature]) => text.startsWith(signature));
  if (known !== undefined) return { name: known[1], readable: known[2] };
  return /<svg[\s>]/i.test(text.replaceAll('\0', ''))
    ? { name: 'an SVG drawing', readable: false }
    : undefined;
}

const signatures: readonly (readonly [signature: string, name: string, readable: boolean])[] = [
  ['\x89PNG\r\n\x1a\n', 'a PNG picture', true],
  ['\xff\xd8\xff', 'a JPEG picture', true],
  ['RIFF', 'a WebP picture', true],
  ['GIF8', 'a GIF picture', true],
  ['II*\0', 'a TIFF picture', true],
  ['MM\0*', 'a TIFF picture', true],
  ['II+\0', 'a TIFF picture', true],
  ['MM\0+', 'a TIFF picture', true],
  ['%PDF', 'a PDF document', false],
  ['%!PS', 'a PostScript document', false],
  ['\xc5\xd0\xd3\xc6', 'a PostScript document', false],
  ['8BPS', 'a Photoshop document', false],
  ['gimp xcf', 'a GIMP document', false],
  ['BM', 'a BMP picture', false],
  ['\0\0\x01\0', 'an icon', false],
  ['\xff\x0a', 'a JPEG XL picture', false],
  ['\0\0\0\x0cJXL ', 'a JPEG XL picture', false],
  ['\0\0\0\x0cjP  ', 'a JPEG 2000 picture', false],
];

/** AVIF, HEIC and videos share one container and differ in the list of brands that its first box holds. */
function isoKind(start: Uint8Array, text: string): PictureKind {
  const size = Math.min(Buffer.from(start).readUInt32BE(0), text.length);
  const brands = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= size; at += 4) brands.push(text.slice(at, at + 4));
  const has = (...names: string[]): boolean => names.some((name) => brands.includes(name));
  if (has('avis')) return { name: 'an animated AVIF picture', readable: false };
  if (has('avif')) return { name: 'an AVIF picture', readable: true };
  if (has('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1')) {
    return { name: 'a HEIC picture', readable: false };
  }
  return { name: 'a video', readable: false };
}
