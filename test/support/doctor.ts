import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { program } from './program.ts';

/** Both sandboxes and a folder of this test's own, for the doctor to be run in with their variables. */
export async function openSurgery(options: RunPodSandboxOptions = {}) {
  const discord = await DiscordSandbox.start();
  onTestFinished(() => discord.close());
  const runpod = await RunPodSandbox.start(options);
  onTestFinished(() => runpod.close());
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const env = {
    PATH: process.env.PATH,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    RUNPOD_API_KEY: runpod.apiKey,
    RUNPOD_ENDPOINT_ID: runpod.endpointId,
    RUNPOD_API_URL: runpod.apiUrl,
    RUNPOD_REST_URL: runpod.restUrl,
    POLL_INTERVAL_MS: '100',
  };
  /** Runs it to its end. `more`: variables besides. */
  const doctor = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      const where = { cwd: folder, env: { ...env, ...more } };
      execFile(
        process.execPath,
        [...program('doctor'), ...args],
        where,
        (error, stdout, stderr) => {
          resolve({ code: error ? error.code : 0, stdout, stderr });
        },
      );
    });
  return { discord, runpod, folder, env, doctor };
}
