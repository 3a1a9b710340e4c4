import sharp from 'sharp';
import { isLink } from '../../../src/comfy/graph.ts';
import { inputFile, type ComfyFiles } from './comfy-files.ts';
import { ancestors, type Graph } from './graph.ts';
import { NodeException } from './node-exception.ts';

/** A picture with less contrast than this, in shades of grey, shows nobody. */
const LEAST_CONTRAST = 4;

const LOADERS: ReadonlySet<string> = new Set([
  'LoadImage',
  'LoadImageMask',
  'LoadImageOutput',
  'ETN_LoadImageBase64',
]);

/** Whether a class brings a picture from outside into the graph. */
export function loadsPhoto(classType: string | undefined): boolean {
  return classType !== undefined && LOADERS.has(classType);
}

/**
 * The bytes that a loader brings in.
 *
 * @throws NodeException where there is no file, or no base64.
 */
export function photoBytes(graph: Graph, loaderId: string, files: ComfyFiles): Buffer {
  const node = graph[loaderId];
  const value = node?.inputs.image;
  const text = typeof value === 'string' ? value : '';
  if (node?.class_type === 'ETN_LoadImageBase64') {
    // Python's b64decode passes over what is no base64 and then objects to the padding.
    const kept = text.replace(/[^A-Za-z0-9+/=]/g, '');
    if (kept.length % 4 !== 0) throw new NodeException('Incorrect padding', 'binascii.Error');
    return Buffer.from(kept, 'base64');
  }
  const bytes = files.read(inputFile(text));
  if (bytes) return bytes;
  const path = files.path(inputFile(text)) ?? text;
  throw new NodeException(`[Errno 2] No such file or directory: '${path}'`, 'FileNotFoundError');
}

/** The nearest loader behind a link, or undefined. */
export function loaderBehind(graph: Graph, link: unknown): string | undefined {
  if (!isLink(link)) return undefined;
  const [id] = link;
  return ancestors(graph, id).find((one) => loadsPhoto(graph[one]?.class_type));
}

/**
 * Decodes a loader's picture, as the node does.
 *
 * @throws NodeException where the bytes are no picture.
 */
export async function checkPhoto(graph: Graph, id: string, files: ComfyFiles): Promise<void> {
  const bytes = photoBytes(graph, id, files);
  try {
    await sharp(bytes).stats();
  } catch {
    const path = files.path(inputFile(String(graph[id]?.inputs.image)));
    const isFile = graph[id]?.class_type !== 'ETN_LoadImageBase64';
    const name = isFile ? `'${path ?? ''}'` : '<_io.BytesIO object>';
    throw new NodeException(`cannot identify image file ${name}`, 'PIL.UnidentifiedImageError');
  }
}

/** Whether there may be somebody in it: stands in for insightface's search for a face. */
export async function hasFace(photo: Buffer): Promise<boolean> {
  const { channels } = await sharp(photo).flatten().greyscale().stats();
  return (channels[0]?.stdev ?? 0) >= LEAST_CONTRAST;
}
