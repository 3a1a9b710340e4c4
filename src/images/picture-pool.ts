import {
  PictureProcessError,
  startPictureProcess,
  type PictureProcess,
  type PictureProcessOptions,
} from './picture-process.ts';
import type { PictureTask } from './picture-task.ts';
import { Places } from './places.ts';

const TRIES = 2;

export interface PicturePoolOptions extends Omit<PictureProcessOptions, 'signal'> {
  /** How many processes there may be at once. */
  readonly atOnce: number;
  /** Default: {@link startPictureProcess}. */
  readonly start?: typeof startPictureProcess | undefined;
}

/** A picture, or how it is read once there is a place for it, so that it waits on the disk. */
export type PictureSource = Uint8Array | (() => Promise<Uint8Array>);

export interface PictureRun {
  /** Whose picture it is: each person has one process at a time. By default it is nobody's. */
  readonly person?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Decodes pictures in processes of their own, a few at once, counting each until it is really gone. */
export class PicturePool {
  readonly #options: PicturePoolOptions;
  readonly #places: Places;

  constructor(options: PicturePoolOptions) {
    this.#options = options;
    this.#places = new Places(options.atOnce);
  }

  /**
   * Waits for a place, then resolves with what was made. Rejects like {@link PictureProcess}, and as
   * the reading does.
   */
  async run(task: PictureTask, picture: PictureSource, run: PictureRun = {}): Promise<Buffer> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#runOnce(task, picture, run);
      } catch (error) {
        const again = error instanceof PictureProcessError && error.interrupted && tries < TRIES;
        if (!again) throw error;
      }
    }
  }

  async #runOnce(
    task: PictureTask,
    picture: PictureSource,
    { person, signal }: PictureRun,
  ): Promise<Buffer> {
    const leave = await this.#places.take(person, signal);
    const { start = startPictureProcess } = this.#options;
    let started: PictureProcess;
    try {
      const bytes = typeof picture === 'function' ? await picture() : picture;
      started = start(task, bytes, { ...this.#options, signal });
    } catch (error) {
      leave();
      throw error;
    }
    void started.gone.then(leave);
    return started.result;
  }
}
