import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BotProcess } from '../../packages/stand-ins/bot-process.ts';

describe('BotProcess', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'darkroom-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells that the bot ended, and what it said last', async () => {
    const bot = BotProcess.start({ env: {}, folder });
    await once(bot.ended, 'abort');
    expect(bot.ended.reason).toEqual(new Error('The bot ended unexpectedly (exit code 1).'));
    expect(bot.lastLines.join('\n')).toContain('DISCORD_TOKEN is missing');
  });

  it('is over once it was stopped', async () => {
    const bot = BotProcess.start({ env: {}, folder });
    await bot.stop();
    expect(bot.ended.aborted).toBe(true);
    await bot.stop();
  });
});
