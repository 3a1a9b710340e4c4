import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../packages/stand-ins/free-port.ts';
import { LoadBalancer } from '../packages/stand-ins/load-balancer.ts';
import { imagine, openStudio, settled } from './commands/scene.ts';
import { program } from './support/program.ts';
import type { Studio } from './support/studio.ts';

const run = promisify(execFile);
const COMMAND = program('intake');

/** `npm run intake` as a process of its own, whose terminal says nothing. */
function intake({ env, folder }: Studio, args: readonly string[], more = {}) {
  const options = { cwd: folder, env: { PATH: process.env.PATH, ...env, ...more } };
  const ended = run(process.execPath, [...COMMAND, ...args], options);
  ended.child.stdin?.end();
  return ended;
}

it('npm run intake has Discord post interactions, and send them to the gateway again', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const port = await freePort();
  const http = { HTTP_PORT: port };
  const url = `http://127.0.0.1:${port}`;
  const gateway = 'Discord sends interactions to the gateway.';
  expect((await intake(studio, [])).stdout).toBe(`${gateway}\n`);

  await expect(intake(studio, ['http', url], http)).rejects.toMatchObject({
    code: 1,
    stdout: 'Nothing was changed.\n',
    stderr: expect.stringContaining(`Post them to ${url}/interactions? [y/N]`) as unknown,
  });
  expect((await intake(studio, ['http', url, '--yes'], http)).stdout).toBe(
    `Discord posts interactions to ${url}/interactions. Start the bot with INTAKE=http.\n`,
  );
  const named = { ...http, PUBLIC_URL: url };
  expect((await intake(studio, ['http'], named)).stdout).toContain('Nothing was changed.');

  await studio.startBot({ ...http, INTAKE: 'http' });
  expect((await settled(studio, await imagine(studio))).state).toBe('completed');
  // The bot answers Discord's PING by now.
  const other = `${url}/behind`;
  expect((await intake(studio, ['http', other, '-y'], http)).stdout).toContain(other);
  await studio.stopBot();

  expect((await intake(studio, ['gateway', '-y'])).stdout).toBe(
    `${gateway} Start the bot with INTAKE=gateway.\n`,
  );
  await studio.startBot();
  expect((await settled(studio, await imagine(studio))).state).toBe('completed');
});

it('npm run intake waits for a load balancer that asks what is ready', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const [port, metrics] = [await freePort(), await freePort()];
  const balancer = await LoadBalancer.open();
  onTestFinished(() => {
    balancer.close();
  });
  const isOver = new AbortController();
  const asking = (async () => {
    while (!isOver.signal.aborted) {
      const answer = await fetch(`http://127.0.0.1:${metrics}/readyz`).catch(() => undefined);
      balancer.leadTo(answer?.ok === true ? [Number(port)] : []);
      await sleep(500);
    }
  })();
  const url = `http://127.0.0.1:${balancer.port}`;
  const ports = { HTTP_PORT: port, METRICS_PORT: metrics };
  expect((await intake(studio, ['http', url, '--yes'], ports)).stdout).toContain(
    `Discord posts interactions to ${url}/interactions.`,
  );
  isOver.abort();
  await asking;
});

it('npm run intake says in a sentence what it cannot do', async () => {
  const studio = await openStudio();
  const port = await freePort();
  const elsewhere = `http://127.0.0.1:${await freePort()}`;
  await expect(
    intake(studio, ['http', elsewhere, '-y'], { HTTP_PORT: port }),
  ).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      new RegExp(
        `^Discord could not verify ${elsewhere}/interactions\\. It must lead to HTTP_PORT`,
      ),
    ) as unknown,
  });
  expect(studio.discord.endpoint.url).toBeUndefined();
  const wrong: [string[], string][] = [
    [['http'], 'Name the https address that leads to HTTP_PORT'],
    [['http', 'http://bot.example.com'], 'http://bot.example.com is not an https address.'],
    [['https'], 'See npm run intake -- --help.'],
    [['gateway', 'x'], 'See npm run intake -- --help.'],
    [['--now'], 'Wrong arguments: see npm run intake -- --help.'],
  ];
  for (const [args, says] of wrong) {
    const stderr = expect.stringContaining(says) as unknown;
    await expect(intake(studio, args)).rejects.toMatchObject({ code: 2, stderr });
  }
  await expect(intake(studio, ['http', elsewhere, '-y'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('HTTP_PORT is missing') as unknown,
  });
  expect((await intake(studio, ['--help'])).stdout).toContain('Exit code: 0 ');
  const other = { DISCORD_TOKEN: 'not.the.token' };
  await expect(intake(studio, [], other)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Discord refused DISCORD_TOKEN\./) as unknown,
  });
});
