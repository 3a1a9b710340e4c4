import sharp from 'sharp';

/**
 * sharp, limited to JPEG, PNG and WebP from memory. libvips also reads SVG, PDF, GIF and more, each with a
 * parser that untrusted files could attack, and some with access to the file system. The block is
 * process-wide and set once, on the first import of this module.
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// Decoded faces must not stay in memory.
sharp.cache(false);

export { sharp };

/** Width and height in pixels of a picture that decodes completely. Rejects if it does not. */
export async function measure(bytes: Buffer): Promise<{ width: number; height: number }> {
  const { info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height };
}
