/** A file of weights that is known before it is fetched. */
export interface WeightsFile {
  readonly name: string;
  readonly bytes: number;
  /** Its object name in Git: SHA-1 over `blob SIZE`, a NUL and the content. */
  readonly blobId: string;
}

/** Weights that can be fetched: a folder of files. */
export interface WeightsSet {
  readonly name: string;
  /** Folder on the network that holds the files, with a slash at its end. */
  readonly source: string;
  readonly licence: string;
  readonly files: readonly WeightsFile[];
}

/** Of the parts 1 to 20. */
const vgg19Parts = [
  'bd5e1c3eee2381f3858abc58ed785aeb3946ed48',
  '5859ce588543576b220d0d2b30ca1012233a5082',
  '6fca29b5aa3617fdc0e46b02c6d5facc983e6086',
  '02a8a0b5874bfdb287a8d5a7c76061dd8fe65cf1',
  '1993c370bc8ef592991a79f41d4df13bc7a85acf',
  'd3c37ae7d5e8e408e3dace56be01e8a572b3d291',
  'db528613fb2bb6ee4dd57875afc39c8b08663c05',
  'c1628d3b6b80692cbf306108ccfccfb1d6ea8589',
  'aaf2041995b59ad62fc6356399afdd0f25087c06',
  'a53159356b2b10bf924fd6131f412a269d6fe59f',
  'aaec1149a1ff802cfa1323e9e4c0749d425e3390',
  'da22ac42e843c6ebd3f454203145168e0fdc4b68',
  '2a3fa6bafd385cbe36d8005e40b3852af4debb4b',
  'e3915cf1a367dbb2437379ac47bfbcfc48ee7207',
  '1428fed1cfa3346304a478004dd139821d43ab90',
  'f9f3930ac5ba1cb6dd8447dd3655544ecb60d71b',
  'cfc9de7f101cf933b29e4c44e7555d67c60a0e2e',
  '5546f7decc6646ac3ba9cf035937476234bed436',
  '255b89ebd48bcde9f61a3274314f0c12c52e8537',
  '46443247a0a8c97f5698c8b9a69f20a91b0b2c74',
];

/**
 * VGG-19 as Keras has it, saved for TensorFlow.js without its classifier, at one commit of its repository: the files cannot
 * change under this address.
 */
export const vgg19: WeightsSet = {
  name: 'vgg19',
  source:
    'https://raw.githubusercontent.com/paulsp94/tfjs_vgg19_imagenet/ea6bea2ac90e492592b552346e02abcb0eafa443/model/',
  licence: 'Visual Geometry Group, University of Oxford, CC BY 4.0',
  files: [
    { name: 'model.json', bytes: 14750, blobId: '7ef32f64ac670c4de78460ec1c5021e5426e3ecd' },
    ...vgg19Parts.map((blobId, at) => ({
      name: `group1-shard${at + 1}of20.bin`,
      bytes: at < 19 ? 4_194_304 : 405_760,
      blobId,
    })),
  ],
};

/** Number of bytes of all files together. */
export function bytesOf(set: WeightsSet): number {
  return set.files.reduce((sum, file) => sum + file.bytes, 0);
}
