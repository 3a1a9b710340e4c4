import type { startPictureProcess } from '../../src/images/picture-process.ts';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const SIDE = 64;

/** A PNG of 64 × 64 pixels as far as the bot looks: what it shows is a name instead of pixels. */
export function pictureNamed(name: string): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.set([8, 2], 8);
  const pixels = Buffer.from(`(${name})`);
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND')]);
}

function chunk(type: string, content = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, Buffer.from(type), content, Buffer.alloc(4)]);
}

const NAME = /IDAT\(([\w-]+)\)/;

/** The name in a picture. It outlives every mark and strip of metadata. */
export function nameIn(picture: Uint8Array): string | undefined {
  return NAME.exec(Buffer.from(picture).toString('latin1'))?.[1];
}

/** Stands for the process that decodes pictures: after a while, the picture is as it was. */
export function decoding(whenDone: () => Promise<void>): typeof startPictureProcess {
  return (_task, picture) => {
    const gone = whenDone();
    return { result: gone.then(() => Buffer.from(picture)), gone };
  };
}
