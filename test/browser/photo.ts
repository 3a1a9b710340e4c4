import { drawnFace } from '../../packages/stand-ins/demo/drawn-face.ts';
import type { ChosenFile } from './person.ts';

/** A photo of a face as somebody has it on their disk. The face is nobody's. */
export async function photo(): Promise<ChosenFile> {
  return { name: 'me.png', mimeType: 'image/png', buffer: await drawnFace() };
}
