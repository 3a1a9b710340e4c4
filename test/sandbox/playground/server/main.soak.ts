import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MainRun } from './main-run.ts';
import { openPage } from './open-page.ts';

describe('npm run playground', () => {
  it('says what it can do', async () => {
    const run = new MainRun(['--help']);
    expect(await run.ended).toBe(0);
    expect(run.output).toContain('--port NUMBER');
    expect(run.leftovers()).toEqual([]);
  });

  it.each([
    [['--fast'], "Unknown option '--fast': see npm run playground -- --help.\n"],
    [['--port', 'http'], '--port must be a number from 1 to 65535.\n'],
    [
      ['--workflows', '/nowhere/at/all'],
      '--workflows must be a folder; there is none at /nowhere/at/all.\n',
    ],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const run = new MainRun(args);
    expect([await run.ended, run.output]).toEqual([2, sentence]);
    expect(run.leftovers()).toEqual([]);
  });

  it('says so where its port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      holder.close();
    });
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const run = new MainRun(['--port', String(port)]);
    const sentence = 'Something else listens on that port: name another by --port.\n';
    expect([await run.ended, run.output]).toEqual([2, sentence]);
    expect(run.leftovers()).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends its bot and leaves nothing behind on %s',
    async (signal) => {
      const run = new MainRun([]);
      const page = await openPage(await run.url());
      await page.waitFor((event) => event.type === 'bot' && event.bot.state === 'connected');
      expect(run.leftovers()).toHaveLength(1);
      run.signal(signal);
      expect(await run.ended, run.output).toBe(0);
      // What compiles for tsx ends a little after it.
      await expect.poll(() => run.isThere).toBe(false);
      expect(run.leftovers()).toEqual([]);
    },
  );

  it('does so for Ctrl-C, pressed twice while its bot is still starting', async () => {
    const run = new MainRun([]);
    const page = await openPage(await run.url());
    run.signalAll('SIGINT');
    run.signalAll('SIGINT');
    await page.closed;
    expect(await run.ended, run.output).toBe(0);
    await expect.poll(() => run.isThere).toBe(false);
    expect(run.leftovers()).toEqual([]);
  });

  it('has a bot that does not stay behind where it is killed', async () => {
    const run = new MainRun([]);
    const page = await openPage(await run.url());
    await page.waitFor((event) => event.type === 'bot' && event.bot.state === 'connected');
    run.signal('SIGKILL');
    await run.died;
    await expect.poll(() => run.isThere).toBe(false);
  });
});
