import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { DiscordSandbox } from '../discord/sandbox.ts';
import type { Message } from '../discord/message.ts';
import type { Act } from './scene.ts';
import { fileSize } from './terminal.ts';

const LONGEST_NAME = 40;

/**
 * Saves every picture of a message to `folder`, made if it is not there.
 *
 * @returns a line about each: where it is, its pixels and its size.
 */
export async function savePictures(
  folder: string,
  act: Act,
  message: Message,
  discord: DiscordSandbox,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const lines: string[] = [];
  for (const { filename } of message.files) {
    const bytes = discord.file(message, filename);
    const path = join(folder, pictureName(act.by, act.options.prompt, filename));
    await writeFile(path, bytes);
    const { width, height } = await sharp(bytes).metadata();
    lines.push(`${path} (${width}×${height}, ${fileSize(bytes.length)})`);
  }
  return lines;
}

/** `ada-a-red-fox-k3f9x2ab-1.png`: whose it is, what was asked for, and the bot's own name. */
export function pictureName(who: string, prompt: string, filename: string): string {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const slug = Array.from(words.join('-')).slice(0, LONGEST_NAME).join('').replace(/-+$/, '');
  return [who, slug, filename].filter(Boolean).join('-');
}
