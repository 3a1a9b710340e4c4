/** The `tEXt` chunks of a PNG, read apart from the code that writes them. */
export function pngTextOf(png: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let at = 8;
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'tEXt') {
      const data = png.toString('latin1', at + 8, at + 8 + length);
      const end = data.indexOf('\0');
      texts.set(data.slice(0, end), data.slice(end + 1));
    }
    at += 12 + length;
  }
  return texts;
}
