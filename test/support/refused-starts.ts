import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { BotProcess } from './bot-process.ts';
import { openStudio } from './open-studio.ts';
import type { Studio } from './studio.ts';

/** A start that is refused: by which variables, and what its one line begins with and names. */
interface RefusedStart {
  readonly env: (studio: Studio) => Readonly<Record<string, string>>;
  readonly says: RegExp;
  /** Whether it is found before there is a log. */
  readonly beforeLog?: true;
}

/** A folder that holds no lists. */
function emptyFolder({ folder }: Studio): string {
  const path = join(folder, 'terms');
  mkdirSync(path);
  return path;
}

/** A path that leads through a file. */
function throughFile({ folder }: Studio): string {
  const file = join(folder, 'file');
  writeFileSync(file, 'mine');
  return join(file, 'darkroom.sqlite');
}

export const REFUSED_STARTS = {
  'a bot token': {
    env: ({ discord }) => ({ DISCORD_TOKEN: `${discord.token}x` }),
    says: /^Discord refused DISCORD_TOKEN\. /,
  },
  'a server': {
    env: () => ({ DISCORD_GUILD_ID: '99999999999999999' }),
    says: /^Discord does not let this bot register commands in the server DISCORD_GUILD_ID\. /,
  },
  'a database': {
    env: (studio) => ({ DATABASE_PATH: throughFile(studio) }),
    says: /^The database .+ cannot be opened: .+ Where it lies is set by DATABASE_PATH\.$/,
  },
  'the key file beside a database': {
    env: ({ databasePath }) => {
      writeFileSync(`${databasePath}.key`, 'short');
      return {};
    },
    says: /^The key file .+ cannot be used: .+ Where it lies is set by DATABASE_PATH\.$/,
  },
  'an address of Discord': {
    env: ({ runpod }) => ({ DISCORD_API_URL: runpod.http.url }),
    says: /^Discord does not let the bot start: it answered 404\. Check DISCORD_API_URL/,
  },
  'a port': {
    env: ({ discord }) => ({ METRICS_PORT: new URL(discord.rest.url).port }),
    says: /^Cannot listen on port \d+ of 127\.0\.0\.1: another program uses it \(EADDRINUSE\)\. /,
  },
  'a variable': {
    env: () => ({ POLL_INTERVAL_MS: 'often' }),
    says: /^The configuration has to be corrected: POLL_INTERVAL_MS must be a whole number /,
    beforeLog: true,
  },
  'lists of terms': {
    env: (studio) => ({ SCREENING_TERMS_DIR: emptyFolder(studio) }),
    says: /^The screening terms \(with SCREENING_TERMS_DIR\) cannot be used: /,
    beforeLog: true,
  },
} as const satisfies Readonly<Record<string, RefusedStart>>;

/** Starts a bot so, and expects one line of it, with no stack trace, and the code 1. */
export async function expectOneLine(
  name: keyof typeof REFUSED_STARTS,
  level: string,
): Promise<void> {
  const { env, says, beforeLog }: RefusedStart = REFUSED_STARTS[name];
  const studio = await openStudio();
  await studio.stopBot();
  const bot = BotProcess.start({ ...studio.env, LOG_LEVEL: level, ...env(studio) }, studio.folder);
  expect(await bot.ended).toEqual({ code: 1, signal: null });
  if (beforeLog || level === 'silent') {
    expect(bot.lines).toEqual([]);
    expect(bot.stderr).toMatch(/^[^\n]+\n$/);
    expect(bot.stderr.trimEnd()).toMatch(says);
    return;
  }
  expect(bot.stderr).toBe('');
  expect(bot.lines).toHaveLength(1);
  expect(Object.keys(bot.log[0] ?? {})).toEqual(['level', 'time', 'msg']);
  expect(bot.log[0]?.level).toBe('fatal');
  expect(bot.log[0]?.msg).toMatch(says);
}
