/** Whether a text is the name of an installed font, such as Helvetica Neue, and neither a path nor a file. */
export const isFontName = (text: string): boolean => !/[\\/]|\.\w{2,5}$/.test(text);
