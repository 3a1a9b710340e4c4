import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../src/engines/clock.ts';
import type { ComfySettings } from '../comfy/comfy-settings.ts';
import { ComfyUi } from '../comfy/comfy-ui.ts';

/** The ComfyUI of each RunPod worker, made when first asked for; all on one temporary folder. */
export class ComfyFleet {
  /** Whether no ComfyUI answers, as after an unnoticed crash. */
  down = false;
  readonly #clock: Clock;
  #settings: Partial<ComfySettings>;
  readonly #comfys = new Map<string, ComfyUi>();
  #folder: string | undefined;

  constructor(clock: Clock, settings: Partial<ComfySettings>) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** The ComfyUI in a worker's container. */
  of(workerId: string): ComfyUi {
    const known = this.#comfys.get(workerId);
    if (known) return known;
    this.#folder ??= mkdtempSync(join(tmpdir(), 'darkroom-workers-'));
    const comfy = new ComfyUi(this.#clock, join(this.#folder, workerId), this.#settings);
    this.#comfys.set(workerId, comfy);
    return comfy;
  }

  /** Changes all of them, those to come too. Applies to prompts that start from now on. */
  change(settings: Partial<ComfySettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    for (const comfy of this.all) comfy.change(settings);
  }

  /** How long a sampling step takes now, in milliseconds. */
  get stepMs(): number {
    return this.#settings.stepMs ?? 0;
  }

  /** The ComfyUIs that there are. */
  get all(): readonly ComfyUi[] {
    return [...this.#comfys.values()];
  }

  /** Interrupts whatever runs. */
  async stop(): Promise<void> {
    await Promise.all(this.all.map((comfy) => comfy.stop()));
  }

  /** Removes every file, once all work is over. */
  clear(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}
