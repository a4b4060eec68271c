declare module 'pngjs' {
  /** Four channels of 8 bits, whatever the file holds. */
  export const PNG: {
    readonly sync: { read(file: Uint8Array): { width: number; height: number; data: Uint8Array } };
  };
}
