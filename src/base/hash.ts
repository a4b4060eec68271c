/** How a SHA-256 is written everywhere: 64 hexadecimal digits, small. */
export const sha256Pattern = /^[0-9a-f]{64}$/;
