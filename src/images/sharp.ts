import sharp from 'sharp';

/**
 * sharp, able to read nothing but JPEG, PNG and WebP from memory. libvips also knows SVG, PDF, GIF
 * and more, each with a parser that strangers' files could attack, and some with a way to the
 * file system. Blocking is process-wide and happens once, when this module is first imported.
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// Decoded faces must not stay in memory for a second use that never comes.
sharp.cache(false);

export { sharp };

/** Width and height in pixels of a picture that decodes to its end. Rejects if it does not. */
export async function measure(bytes: Buffer): Promise<{ width: number; height: number }> {
  const { info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height };
}
