import { sharp } from './sharp.ts';

/** Width and height in pixels of a picture that decodes to its end. Rejects if it does not. */
export async function measure(bytes: Buffer): Promise<{ width: number; height: number }> {
  const { info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height };
}
