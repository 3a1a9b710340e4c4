import sharp from 'sharp';
import type { ComfyFiles } from '../comfy-files.ts';
import { ancestors, type Graph } from '../graph.ts';
import { loadsPhoto, photoBytes } from '../photo.ts';
import type { Size } from './picture.ts';

/** A picture that a node loads; its size is that of the picture upright. */
export interface LoadedPicture extends Size {
  readonly bytes: Buffer;
}

export type LoadedPictures = ReadonlyMap<string, LoadedPicture>;

/** What the loaders behind a node load, by their ids. One that cannot is left out: it fails by itself. */
export async function loadPictures(
  graph: Graph,
  id: string,
  files: ComfyFiles,
): Promise<LoadedPictures> {
  const loaders = ancestors(graph, id).filter((one) => loadsPhoto(graph[one]?.class_type));
  const loaded = new Map<string, LoadedPicture>();
  for (const loader of loaders) {
    try {
      const bytes = photoBytes(graph, loader, files);
      const { width, height } = (await sharp(bytes).metadata()).autoOrient;
      loaded.set(loader, { bytes, width, height });
    } catch {
      continue;
    }
  }
  return loaded;
}
