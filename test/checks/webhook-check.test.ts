import { expect, it } from 'vitest';
import { lineOf } from '../../src/checks/finding.ts';
import { webhookCheck } from '../../src/checks/configuration-checks.ts';
import { webhookRoutes } from '../../src/http/webhooks.ts';
import { WebhookAddresses } from '../../src/runpod/webhook-addresses.ts';
import { openHttpBench } from '../http/http-bench.ts';

const key = Buffer.alloc(32, 1);
const signal = new AbortController().signal;

/** What the doctor says of a bot with this key. `lead`: what of its address leads there. */
async function said(theirs: Buffer, lead = (url: string) => url): Promise<string> {
  const addresses = new WebhookAddresses({ publicUrl: '', key: theirs });
  const { url } = await openHttpBench((app) => {
    webhookRoutes(app, { addresses, hint: () => 'unknown' });
  });
  return lineOf(await webhookCheck(new WebhookAddresses({ publicUrl: lead(url), key }), signal));
}

it('says that RunPod comes through to the bot', async () => {
  expect(await said(key)).toBe('✓ PUBLIC_URL: RunPod can report finished jobs there.\n');
});

it('says so where somebody else answers, or a bot with another key', async () => {
  const answer = await said(Buffer.alloc(32, 2));
  expect(answer).toMatch(/^· PUBLIC_URL: a webhook gets status 404 there/);
  expect(answer).toContain('forward POST below /runpod/ to HTTP_PORT');
});

it('is not taken in by a proxy that says 200 to whatever comes', async () => {
  const { url } = await openHttpBench((app) => {
    app.all('*', (c) => c.body(null, 200));
  });
  const answer = lineOf(await webhookCheck(new WebhookAddresses({ publicUrl: url, key }), signal));
  expect(answer).toMatch(/^· PUBLIC_URL: every request there gets status 200/);
});

it('is for later where no bot has run yet', async () => {
  const answer = lineOf(await webhookCheck(undefined, signal));
  expect(answer).toMatch(/^· PUBLIC_URL: it was not tried, .*\n {4}Start the bot/);
});

it('says so where nothing answers', async () => {
  const answer = await said(key, () => 'http://127.0.0.1:9');
  expect(answer).toMatch(/^· PUBLIC_URL: nothing responds there/);
  expect(answer).toContain('The bot must be running');
});

it('gives up once it is told to', async () => {
  const addresses = new WebhookAddresses({ publicUrl: 'http://127.0.0.1:9', key });
  await expect(webhookCheck(addresses, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
    'enough',
  );
});
