import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../src/engines/clock.ts';
import type { ComfySettings } from '../../../packages/stand-ins/comfy/comfy-settings.ts';
import { ComfyServer } from '../../../packages/stand-ins/comfy/comfy-server.ts';
import { ComfyUi, type Submission } from '../../../packages/stand-ins/comfy/comfy-ui.ts';
import type { HistoryEntry } from '../../../packages/stand-ins/comfy/prompt.ts';
import { photo } from './graphs.ts';

/** A folder that goes with its test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-test-comfy-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A ComfyUI that stops with its test, a photo in its input folder as face.png. */
export async function startComfy(
  settings: Partial<ComfySettings> = {},
  clock: Clock = systemClock,
) {
  const comfy = new ComfyUi(clock, testFolder(), { stepMs: 0, ...settings });
  onTestFinished(() => comfy.stop());
  give(comfy, 'face.png', await photo());
  /** Runs a graph to its end. */
  const run = async (prompt: unknown): Promise<HistoryEntry> => {
    const entry = await comfy.finished(taken(comfy.submit({ prompt })));
    if (!entry) throw new Error('taken out of the queue');
    return entry;
  };
  return { comfy, run };
}

/** The same, with its HTTP API and websocket. */
export async function startServer(settings: Partial<ComfySettings> = {}) {
  const server = await ComfyServer.start({
    folder: testFolder(),
    settings: { stepMs: 0, ...settings },
  });
  onTestFinished(() => server.close());
  give(server.comfy, 'face.png', await photo());
  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${server.url}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { server, call };
}

/** Puts base64 into the input folder. */
export function give(comfy: ComfyUi, name: string, base64: string): void {
  const file = { filename: name, subfolder: '', type: 'input' as const };
  comfy.files.write(file, Buffer.from(base64, 'base64'));
}

/** The id of a prompt that was taken. */
export function taken(submission: Submission): string {
  if (!submission.ok) throw new Error(JSON.stringify(submission));
  return submission.promptId;
}

/** The names of the events in a history, in order. */
export function eventsOf(entry: HistoryEntry): readonly string[] {
  return entry.status.messages.map(([event]) => event);
}

/** What a failed prompt says. */
export function failureOf(entry: HistoryEntry) {
  const [event, data] = entry.status.messages.at(-1) ?? [];
  return { event, ...data };
}

/** What an output node leaves that made one picture. */
export function pictureNamed(filename: string, subfolder = '', type = 'output') {
  return { images: [{ filename, subfolder, type }] };
}
