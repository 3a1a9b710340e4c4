import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ComfyServer } from './comfy-server.ts';
import { serveControls } from './control-routes.ts';

/**
 * Serves the stand-in for ComfyUI as a process of its own, so that a worker can be tried against
 * it: `node --import tsx packages/stand-ins/comfy/main.ts [--port N] [--folder DIR]`. Writes one line of
 * JSON, `{"url","folder"}`, and serves until stdin closes or SIGTERM comes. A folder that it made
 * itself is removed.
 */
const { values } = parseArgs({
  options: { port: { type: 'string' }, folder: { type: 'string' } },
});
const port = z.coerce.number().int().nonnegative().max(65_535).optional().parse(values.port);
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'darkroom-comfy-'));

const tidy = () => {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
};
const server = await ComfyServer.start({ folder, port });
serveControls(server, () => {
  tidy();
  process.exit(1);
});

const stop = () => {
  void server.close().finally(() => {
    tidy();
    process.exit(0);
  });
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.stdin.once('close', stop).once('end', stop).resume();
process.stdout.write(`${JSON.stringify({ url: server.url, folder: server.comfy.files.folder })}\n`);
