import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { imagine, openStudio, settled } from './commands/scene.ts';
import { completedMessage } from './support/job-message.ts';
import { postInteractions } from './support/post-interactions.ts';
import { serve } from './support/serve.ts';

async function openByHttp() {
  const studio = await openStudio();
  await studio.stopBot();
  const port = await postInteractions(studio.discord);
  await studio.startBot({ INTAKE: 'http', HTTP_PORT: port });
  return studio;
}

describe('a bot whose interactions Discord posts', () => {
  it('makes pictures and takes presses without a connection to the gateway', async () => {
    const studio = await openByHttp();
    const { discord } = studio;
    const connectedBefore = discord.gateway.identified;
    const message = await completedMessage(studio, await imagine(studio));
    const again = await discord.click({
      by: discord.world.people.ada,
      message,
      label: 'Again',
    });
    expect((await settled(studio, again)).state).toBe('completed');
    expect(discord.gateway.connections).toBe(0);
    expect(discord.gateway.identified).toBe(connectedBefore);
  });

  it('lets members type into options', async () => {
    const { discord } = await openByHttp();
    const where = { by: discord.world.people.ada, in: discord.world.channels.general };
    const typed = await discord.autocomplete({
      ...where,
      name: 'show',
      options: { job: 'k' },
      focused: 'job',
    });
    expect((await typed.answered).choices).toEqual([]);
  });

  it('takes an interaction once', async () => {
    const studio = await openByHttp();
    const asked = await imagine(studio);
    studio.discord.deliver(asked);
    await settled(studio, asked);
    studio.discord.deliver(asked);
    await settled(studio, await imagine(studio));
    expect(studio.runpod.jobs).toHaveLength(2);
  });

  it('goes on after a restart', async () => {
    const studio = await openByHttp();
    const { port } = new URL(studio.discord.endpoint.url ?? '');
    await studio.stopBot();
    await studio.startBot({ INTAKE: 'http', HTTP_PORT: port });
    expect((await settled(studio, await imagine(studio))).state).toBe('completed');
  });

  it('takes one that has begun to arrive when it stops', async () => {
    const studio = await openByHttp();
    const { endpoint } = studio.discord;
    const { port } = new URL(endpoint.url ?? '');
    let meanwhile: () => unknown = () => undefined;
    const proxy = await openSlowProxy(Number(port), () => meanwhile());
    await endpoint.change(`${proxy.url}/interactions`);
    let stopped: Promise<void> | undefined;
    meanwhile = () => (stopped ??= studio.stopBot());
    const asked = await imagine(studio);
    await expect(asked.answered).resolves.toBeDefined();
    await stopped;
    await studio.startBot({ INTAKE: 'http', HTTP_PORT: port });
    expect((await settled(studio, asked)).state).toBe('completed');
  });
});

describe('a start', () => {
  it('stops where INTAKE is gateway, and Discord posts interactions', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    const port = await postInteractions(studio.discord);
    await expect(studio.startBot()).rejects.toThrow(
      `INTAKE is gateway, but Discord posts interactions to http://127.0.0.1:${port}/interactions. Run \`npm run intake -- gateway\`, or set INTAKE=http.`,
    );
  });

  it('stops where INTAKE is http, and Discord sends interactions to the gateway', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    await expect(studio.startBot({ INTAKE: 'http', HTTP_PORT: '1' })).rejects.toThrow(
      'INTAKE is http, but Discord sends interactions to the gateway. Run `npm run intake -- http https://…`, or set INTAKE=gateway.',
    );
  });
});

/** Passes what is posted on to a port. `meanwhile` is called when the headers have arrived there. */
function openSlowProxy(port: number, meanwhile: () => void) {
  return serve((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const onward = request({
      ...{ host: '127.0.0.1', port, method, path },
      headers: { ...headers, expect: '100-continue' },
    });
    onward.on('continue', () => {
      meanwhile();
      void buffer(incoming).then((body) => onward.end(body));
    });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
  });
}
