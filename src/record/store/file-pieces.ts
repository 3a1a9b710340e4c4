import { open } from 'node:fs/promises';

/** Smaller ones cost more time of the processor, and larger ones no less. */
const PIECE_BYTES = 256 * 1024;

/**
 * A file's bytes as they are asked for, each piece in memory of its own: the last may still be on its
 * way out. It stays open meanwhile, so that one that is removed or replaced is read to its end.
 */
export async function* filePieces(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(PIECE_BYTES));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
