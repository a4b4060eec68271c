declare module 'pngjs' {
  /** Four channels of 8 bits, whatever the file holds; `gamma` is 0 where it says nothing of it. */
  export const PNG: {
    readonly sync: {
      read(file: Uint8Array): { width: number; height: number; data: Uint8Array; gamma: number };
    };
  };
}
