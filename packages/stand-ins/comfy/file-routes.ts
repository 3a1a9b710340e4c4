import { basename, extname } from 'node:path';
import type { Hono } from 'hono';
import type { LoopbackEnv } from '../loopback.ts';
import type { ComfyFile, ComfyFiles, FolderType } from './comfy-files.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** `POST /upload/image` and `GET /view`, with ComfyUI's refusals of names that lead elsewhere. */
export function serveFiles(app: Hono<LoopbackEnv>, files: ComfyFiles): void {
  app.post('/upload/image', async (c) => {
    const form = await c.req.parseBody();
    const image = form.image;
    if (!(image instanceof File) || image.name === '') return c.body(null, 400);
    const file = {
      filename: image.name,
      subfolder: typeof form.subfolder === 'string' ? form.subfolder : '',
      type: folderType(form.type, 'input') ?? 'input',
    };
    const bytes = Buffer.from(await image.arrayBuffer());
    const overwrite = form.overwrite === 'true' || form.overwrite === '1';
    const free = overwrite ? file : freeFile(files, file, bytes);
    if (!files.write(free, bytes)) return c.body(null, 400);
    return c.json({ name: free.filename, subfolder: free.subfolder, type: free.type });
  });

  app.get('/view', (c) => {
    const { filename, subfolder = '', type } = c.req.query();
    if (filename === undefined) return c.body(null, 404);
    if (filename === '' || filename.startsWith('/') || filename.includes('..')) {
      return c.body(null, 400);
    }
    const folder = folderType(type, 'output');
    if (folder === undefined) return c.body(null, 400);
    const file = { filename: basename(filename), subfolder, type: folder };
    if (files.path(file) === undefined) return c.body(null, 403);
    const bytes = files.read(file);
    if (!bytes) return c.body(null, 404);
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': CONTENT_TYPES[extname(filename).toLowerCase()] ?? 'application/octet-stream',
      'content-disposition': `filename="${file.filename}"`,
    });
  });
}

/** The same name where the same bytes lie there or none do, else `name (1).png` and so on. */
function freeFile(files: ComfyFiles, file: ComfyFile, bytes: Buffer): ComfyFile {
  const ending = extname(file.filename);
  const stem = file.filename.slice(0, file.filename.length - ending.length);
  let free = file;
  for (let count = 1; files.read(free)?.equals(bytes) === false; count += 1) {
    free = { ...file, filename: `${stem} (${count})${ending}` };
  }
  return free;
}

function folderType(value: unknown, otherwise: FolderType): FolderType | undefined {
  if (value === undefined || value === '') return otherwise;
  return value === 'input' || value === 'output' || value === 'temp' ? value : undefined;
}
