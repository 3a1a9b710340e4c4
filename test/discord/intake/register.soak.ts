import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openStudio } from '../../commands/scene.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { NAMES, openSandbox } from './registering.ts';
import { program } from '../../support/program.ts';

describe('npm run register', () => {
  const run = async (env: Record<string, string>, folder = tempFolder()) => {
    return promisify(execFile)(process.execPath, program('register'), {
      env: {
        PATH: process.env.PATH,
        RUNPOD_API_KEY: 'key',
        RUNPOD_ENDPOINT_ID: 'endpoint',
        DATABASE_PATH: join(folder, 'darkroom.sqlite'),
        ...env,
      },
    });
  };

  it('registers, and the second time finds nothing to do', async () => {
    const { discord, names } = await openSandbox();
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
    expect((await run(env)).stdout).toBe('The commands are registered.\n');
    expect((await run(env)).stdout).toBe('The commands are already up to date.\n');
    expect(names('global')).toEqual(NAMES);
    expect(discord.registrations).toHaveLength(1);
  });

  it('registers in one server where one is named', async () => {
    const { discord, guildId, names } = await openSandbox();
    await run({
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_GUILD_ID: guildId,
    });
    expect([names('global'), names(guildId)]).toEqual([[], NAMES]);
  });

  it('shares what it remembers with the bot, while that is at work', async () => {
    const studio = await openStudio();
    const { id } = studio.discord.world.guild;
    await run({ ...studio.env, DISCORD_GUILD_ID: id });
    await studio.stopBot();
    studio.discord.rest.requests.length = 0;
    await studio.startBot();
    const scopes = ['global', id].map((scope) => studio.discord.commands(scope).length);
    expect(scopes).toEqual([NAMES.length, 0]);
    const asked = studio.discord.rest.requests.map(({ path }) => path);
    expect(asked.filter((path) => path.includes('/users/@me/guilds'))).toEqual([]);
  });

  it('says what is wrong, and ends with 1, for a token that Discord refuses', async () => {
    const { discord } = await openSandbox();
    const wrong = run({ DISCORD_TOKEN: 'wrong', DISCORD_API_URL: discord.apiUrl });
    await expect(wrong).rejects.toHaveProperty('code', 1);
    await expect(wrong).rejects.toHaveProperty(
      'stderr',
      'Discord refused DISCORD_TOKEN. Reset it on the Bot page of your application and use the new one.\n',
    );
  });
});
