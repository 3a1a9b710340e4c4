import sharp from 'sharp';

/**
 * sharp, able to read nothing but JPEG, PNG and WebP from memory. libvips also knows SVG, PDF, GIF
 * and more, each with a parser that strangers' files could attack, and some with a way to the
 * file system. The block is process-wide and is made once, when this module is first imported.
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// Decoded faces are not to stay in memory for a second use that never comes.
sharp.cache(false);

export { sharp };
