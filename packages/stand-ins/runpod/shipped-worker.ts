import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ComfyServer } from '../comfy/comfy-server.ts';
import type { ComfySettings } from '../comfy/comfy-settings.ts';
import { NoPythonError } from './no-python-error.ts';
import type { WorkerCommand } from './worker-process.ts';

const WORKER = fileURLToPath(new URL('../../../worker', import.meta.url));

/** The worker in `worker/` as RunPod would run it, with a scripted ComfyUI behind it. */
export class ShippedWorker {
  /** What {@link RunPodSandbox} starts. */
  readonly command: WorkerCommand;
  readonly comfy: ComfyServer;
  /** Where ComfyUI's files lie. */
  readonly folder: string;

  private constructor(python: string, comfy: ComfyServer, folder: string) {
    this.comfy = comfy;
    this.folder = folder;
    this.command = {
      command: [python, '-m', 'darkroom_worker', '--stdio'],
      cwd: WORKER,
      env: {
        COMFYUI_COMMAND: '',
        COMFYUI_URL: comfy.url,
        COMFYUI_FOLDER: folder,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    };
  }

  /**
   * @param python The program, such as `python3`.
   * @throws NoPythonError where it is not there, or lacks aiohttp or Pillow.
   */
  static async start(
    python: string,
    settings: Partial<ComfySettings> = {},
  ): Promise<ShippedWorker> {
    await promisify(execFile)(python, ['-c', 'import aiohttp, PIL']).catch((cause: unknown) => {
      const needs = 'The worker needs Python 3.11 or later with aiohttp and Pillow';
      const how = 'apt-get install python3-aiohttp python3-pil; PYTHON=/usr/bin/python3 names it';
      throw new NoPythonError(`${needs} (${how}).`, { cause });
    });
    const folder = await mkdtemp(join(tmpdir(), 'darkroom-comfy-'));
    // The way its container runs ComfyUI.
    const comfy = await ComfyServer.start({ folder, settings: { metadata: false, ...settings } });
    return new ShippedWorker(python, comfy, folder);
  }

  async close(): Promise<void> {
    await this.comfy.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
