/** How a person's picture is encoded, so that nobody sees that it was. */
export const JPEG_SETTINGS = { quality: 95, chromaSubsampling: '4:4:4' } as const;
