import { join } from 'node:path';
import type { WorkerKind } from '../../src/workers/worker-kinds.ts';
import type { DiscordSandbox } from './discord/sandbox.ts';
import type { RunPodSandbox } from './runpod/runpod-sandbox.ts';

export interface BotSetting {
  readonly worker?: WorkerKind;
  /** A folder of workflows. Default: one inside the bot's own that is not there, so that it has none. */
  readonly workflows?: string;
  /** Whether it shows unfinished pictures, in every channel. */
  readonly previews?: boolean;
}

/** Every variable that has the bot find what is played here, and keep its files in `folder`. */
export function botEnvironment(
  discord: DiscordSandbox,
  runpod: RunPodSandbox,
  folder: string,
  { worker = 'contract', workflows = join(folder, 'workflows'), previews = false }: BotSetting = {},
): Readonly<Record<string, string>> & { readonly DATABASE_PATH: string } {
  return {
    WORKER: worker,
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.world.guild.id,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_CDN_URL: discord.cdnUrl,
    RUNPOD_API_KEY: runpod.apiKey,
    // Without one, the bot has to do with the public endpoints that come with it.
    ...(worker === 'runpod-public'
      ? { RESULT_HOSTS: runpod.http.url }
      : { RUNPOD_ENDPOINT_ID: runpod.endpointId }),
    RUNPOD_API_URL: runpod.apiUrl,
    RUNPOD_REST_URL: runpod.restUrl,
    DATABASE_PATH: join(folder, 'darkroom.sqlite'),
    DATABASE_MARKER_DIR: join(folder, 'markers'),
    WORKFLOWS_DIR: workflows,
    POLL_INTERVAL_MS: '500',
    ...(previews && { PREVIEWS: 'everywhere' }),
  };
}
