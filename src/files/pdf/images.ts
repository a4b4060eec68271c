import type { Sharp } from 'sharp';
import type { Pixels } from '../../base/pixels.js';
import { openPicture } from '../open-picture.js';
import type { PrintProfile } from '../print-profile.js';
import { fromPixels } from '../raw.js';

/** A picture in a document that can be drawn as often as wanted. */
export interface PlacedImage {
  /** Draws it into the unit square, as PDF does. */
  readonly draw: (box: { readonly width: number; readonly height: number }) => void;
}

/**
 * Puts a picture into a document, at its full size: files without loss; samples, which were reduced for the page anyway, as a good
 * JPEG unless they are to keep all. For a press all are turned into its inks, without loss.
 */
export async function openImage(
  document: PDFKit.PDFDocument,
  picture: string | Pixels,
  { profile, lossless }: { readonly profile: PrintProfile | undefined; readonly lossless: boolean },
): Promise<PlacedImage> {
  const source =
    typeof picture === 'string'
      ? await openPicture(picture, { limitInputPixels: false })
      : fromPixels(picture);
  if (profile?.file !== undefined && profile.space === 'CMYK')
    return inkedImage(document, source, profile.file);
  const image =
    typeof picture === 'string' || lossless
      ? // Three channels stay compressed as they come, so the PNG is made to be small.
        source.toColourspace('srgb').png({ compressionLevel: 9, adaptiveFiltering: true })
      : source.toColourspace('srgb').jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
  const { openImage } = document as unknown as { openImage(file: Buffer): unknown };
  const opened = openImage.call(document, await image.toBuffer());
  return { draw: (box) => document.image(opened as PDFKit.Mixins.ImageSrc, 0, 0, box) };
}

interface Inside {
  ref(data: Record<string, unknown>): { readonly id: number; end(body: Buffer): void };
  readonly page: { readonly xobjects: Record<string, unknown> };
}

/** A picture in four inks, with its transparency beside it. The library takes none but JPEG, and turns its inks around. */
async function inkedImage(
  document: PDFKit.PDFDocument,
  source: Sharp,
  profileFile: string,
): Promise<PlacedImage> {
  const inside = document as unknown as Inside;
  const { data: alpha, info } = await source
    .clone()
    .ensureAlpha()
    .toColourspace('srgb')
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { data, info: inked } = await source
    .clone()
    .removeAlpha()
    .withIccProfile(profileFile)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const size = { Type: 'XObject', Subtype: 'Image', Width: inked.width, Height: inked.height };
  let mask: unknown;
  if (alpha.some((value) => value < 255)) {
    const reference = inside.ref({ ...size, ColorSpace: 'DeviceGray', BitsPerComponent: 8 });
    reference.end(info.channels === 1 ? alpha : Buffer.from(alpha));
    mask = reference;
  }
  const image = inside.ref({
    ...size,
    ColorSpace: 'DeviceCMYK',
    BitsPerComponent: 8,
    ...(mask !== undefined && { SMask: mask }),
  });
  image.end(data);
  const label = `Inked${image.id}`;
  return {
    draw: ({ width, height }) => {
      inside.page.xobjects[label] = image;
      document.save().transform(width, 0, 0, -height, 0, height);
      document.addContent(`/${label} Do`);
      document.restore();
    },
  };
}
