import { BotError } from '../errors/errors.ts';
import { markJpeg, stripJpeg } from './jpeg.ts';
import { markPng, stripPng } from './png.ts';
import { markWebp, stripWebp } from './webp.ts';

/**
 * Marks a picture as AI-generated in its metadata. Format and pixel data stay the same, byte for byte.
 * Replaces the worker's XMP and drops compressed texts and large colour profiles, but keeps its other
 * metadata. Every picture passes through here before it is shown, and none is decoded.
 *
 * @throws BotError `result_unreadable` for anything but a complete PNG, JPEG or WebP;
 * `result_too_many_pixels` for one that claims more pixels than a viewer can be expected to handle.
 */
export function markGenerated(picture: Buffer): Buffer {
  return wholePicture(
    markPng(picture, XMP_PACKET) ?? markJpeg(picture, XMP_PACKET) ?? markWebp(picture, XMP_PACKET),
  );
}

/**
 * Copies a picture without metadata, in the same format: ComfyUI writes the whole graph, and with it
 * the face, into the text of its PNGs and the EXIF of its WebPs. Copies only the parts that affect the
 * pixels, byte for byte, so no quality is lost and nothing unknown gets through. Rejects with BotError
 * `result_unreadable` for anything but a complete PNG, JPEG or WebP, which must not be kept.
 */
export function stripMetadata(picture: Uint8Array): Promise<Buffer> {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  return new Promise((resolve) => {
    resolve(wholePicture(stripPng(bytes) ?? stripJpeg(bytes) ?? stripWebp(bytes)));
  });
}

/**
 * Returns the converted picture.
 *
 * @throws BotError `result_unreadable` if there is none, since the input is not a complete picture.
 */
function wholePicture(made: Buffer | undefined): Buffer {
  if (made) return made;
  const cause = new Error('neither PNG, JPEG nor WebP, or cut');
  throw new BotError('result_unreadable', { cause });
}

/**
 * The mark in every picture: a model made it. The term is IPTC's, which Meta, Google and others look for. The
 * packet is XMP (ISO 16684-1) with the byte order mark that it requires.
 */
const XMP_PACKET = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmp:CreatorTool="Darkroom"
    Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
