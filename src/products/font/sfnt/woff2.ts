import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { ascii, joined, u8, u16, u32 } from './bytes.js';
import { type Tables, toFontFile } from './file.js';

/** Tags that have a number of their own (WOFF 2.0, section 4.1). */
const numberedTags =
  'cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'
    .split(' ')
    .map((tag) => tag.replace('_', ' '));

const unnumbered = 63;
/** Of `glyf` and `loca`: as they are, not rewritten to be packed tighter. Pictures weigh a hundred times more. */
const untransformed = 3 << 6;
/** `head.flags`: the font has gone through a compression that loses nothing. */
const losslessFlag = 0x0800;

/**
 * A font file of these tables in WOFF 2.0 (W3C Recommendation, 2022). Brotli is that of Node: the pictures inside are packed
 * already, so that a higher quality takes long and gains nothing.
 */
export async function toWoff2(tables: Tables): Promise<Uint8Array> {
  const head = tables.get('head')!.slice();
  head[16]! |= losslessFlag >> 8;
  const file = toFontFile(new Map([...tables, ['head', head]]));
  // The directory of the file is sorted by tags; `loca` has to come next to `glyf` here.
  const tags = [...tables.keys()].filter((tag) => tag !== 'loca').sort();
  tags.splice(tags.indexOf('glyf') + 1, 0, 'loca');
  const bodies = bodiesIn(file);
  const packed = new Uint8Array(
    await promisify(brotliCompress)(joined(...tags.map((tag) => bodies.get(tag)!)), {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_LGWIN]: 22,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_FONT,
      },
    }),
  );
  const directory = joined(
    ...tags.map((tag) => {
      const number = numberedTags.indexOf(tag.padEnd(4));
      const transform = tag === 'glyf' || tag === 'loca' ? untransformed : 0;
      const named =
        number < 0 ? joined(u8(unnumbered | transform), ascii(tag.padEnd(4))) : u8(number | transform);
      return joined(named, base128(bodies.get(tag)!.length));
    }),
  );
  const length = 48 + directory.length + packed.length;
  const padding = -length & 3;
  return joined(
    ascii('wOF2'),
    u32(0x00010000, length + padding),
    u16(tags.length, 0),
    u32(file.length, packed.length),
    u16(1, 0),
    u32(0, 0, 0, 0, 0),
    directory,
    packed,
    new Uint8Array(padding),
  );
}

function bodiesIn(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return new Map(
    Array.from({ length: view.getUint16(4) }, (_, index) => {
      const record = 12 + 16 * index;
      const offset = view.getUint32(record + 8);
      const tag = String.fromCharCode(...file.subarray(record, record + 4));
      return [tag.trimEnd(), file.subarray(offset, offset + view.getUint32(record + 12))] as const;
    }),
  );
}

/** Seven bits a byte, the highest first, all but the last marked. */
function base128(value: number): Uint8Array {
  const groups = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return u8(...groups);
}
