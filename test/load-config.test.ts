import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ConfigError, loadConfig, loadWorkflowsConfig, parseConfig } from '../src/config/config.ts';
import { tempFolder } from './support/temp-folder.ts';

const REQUIRED = { DISCORD_TOKEN: 'a.b.c', RUNPOD_API_KEY: 'key', RUNPOD_ENDPOINT_ID: 'ep-1' };
const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** Takes the variables of this test run out of the way, for one test. */
function withoutOurVariables(): void {
  const example = readFileSync(join(projectFolder, '.env.example'), 'utf8');
  for (const [, name] of example.matchAll(/^(\w+)=/gm)) if (name) vi.stubEnv(name, undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe('loadConfig', () => {
  it('finds the defaults in .env.example, once the three required are filled in', () => {
    const path = join(tempFolder(), '.env');
    const example = readFileSync(join(projectFolder, '.env.example'), 'utf8');
    writeFileSync(path, example.replace(/^(DISCORD_TOKEN|RUNPOD_\w+)=$/gm, '$1=x'));
    const filled = { DISCORD_TOKEN: 'x', RUNPOD_API_KEY: 'x', RUNPOD_ENDPOINT_ID: 'x' };
    withoutOurVariables();
    expect(loadConfig(path)).toEqual(parseConfig(filled));
  });

  it('reads a .env file below the environment', () => {
    withoutOurVariables();
    const path = join(tempFolder(), '.env');
    writeFileSync(
      path,
      'DISCORD_TOKEN="from-file"\nRUNPOD_API_KEY=k # a key\nRUNPOD_ENDPOINT_ID=e\nLOG_LEVEL=warn\n',
    );
    vi.stubEnv('LOG_LEVEL', 'error');
    const { discord, runpod, logLevel } = loadConfig(path);
    expect([discord.token, runpod.apiKey, logLevel]).toEqual(['from-file', 'k', 'error']);
  });

  it('takes what a .env file says where the environment has it empty', () => {
    withoutOurVariables();
    const path = join(tempFolder(), '.env');
    writeFileSync(
      path,
      'DISCORD_TOKEN=t\nRUNPOD_API_KEY=k\nRUNPOD_ENDPOINT_ID=e\nLOG_LEVEL=warn\n',
    );
    vi.stubEnv('LOG_LEVEL', ' ');
    expect(loadConfig(path).logLevel).toBe('warn');
  });

  it('switches the general checkpoint off where a .env file or the environment has it empty', () => {
    withoutOurVariables();
    const path = join(tempFolder(), '.env');
    const required = 'DISCORD_TOKEN=t\nRUNPOD_API_KEY=k\nRUNPOD_ENDPOINT_ID=e\n';
    writeFileSync(path, `${required}GENERAL_CHECKPOINT_NAME=\n`);
    expect(loadConfig(path).models.checkpoints.general).toBeUndefined();
    writeFileSync(path, `${required}GENERAL_CHECKPOINT_NAME=general.safetensors\n`);
    vi.stubEnv('GENERAL_CHECKPOINT_NAME', '');
    expect(loadConfig(path).models.checkpoints.general).toBeUndefined();
  });

  it('does without a .env file', () => {
    withoutOurVariables();
    for (const [name, value] of Object.entries(REQUIRED)) vi.stubEnv(name, value);
    expect(loadConfig(join(tempFolder(), '.env'))).toEqual(parseConfig(REQUIRED));
  });

  it('says which file it cannot read', () => {
    const path = join(tempFolder(), '.env');
    mkdirSync(path);
    expect(() => loadConfig(path)).toThrow(new ConfigError([`The file ${path} cannot be read.`]));
  });

  it('finds the workflows where nothing else is set, or right', () => {
    withoutOurVariables();
    const path = join(tempFolder(), '.env');
    expect(loadWorkflowsConfig(path)).toEqual({
      folder: 'workflows',
      featured: undefined,
      publicEndpoints: false,
    });
    writeFileSync(
      path,
      'DATABASE_PATH=/srv/data/bot.sqlite\nWORKER=mine\nFEATURED_WORKFLOW=flux\n',
    );
    expect(loadWorkflowsConfig(path)).toEqual({
      folder: '/srv/workflows',
      featured: 'flux',
      publicEndpoints: false,
    });
    vi.stubEnv('WORKFLOWS_DIR', '/srv/mine');
    expect(loadWorkflowsConfig(path).folder).toBe('/srv/mine');
  });
});

describe('the bot as a process', () => {
  it('lists what it misses, exits 1, and shows no stack trace', async () => {
    // A folder of its own, so that no .env file of the project is found.
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(projectFolder, 'src/main.ts')],
      { cwd: tempFolder(), env: {}, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const exit = new Promise((resolve) => child.once('exit', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(await exit).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      'The configuration has to be corrected:',
      expect.stringMatching(/^ {2}DISCORD_TOKEN is missing: /),
      expect.stringMatching(/^ {2}RUNPOD_API_KEY is missing: /),
      expect.stringMatching(/^ {2}RUNPOD_ENDPOINT_ID is missing: /),
      '',
    ]);
  });
});
