import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callOf, outcomeOf } from '../../src/metrics/count-requests.ts';

const URLS = {
  runpod: 'https://api.runpod.ai/v2',
  runpodRest: 'https://api.runpod.io/v2',
  discord: 'https://discord.com/api',
};
const DISCORD = `${URLS.discord}/v10`;

describe('a request', () => {
  it.each([
    ['POST', `${URLS.runpod}/ep-1/run`, 'runpod run'],
    ['GET', `${URLS.runpod}/ep-1/status/job-1`, 'runpod status'],
    ['POST', `${URLS.runpod}/ep-1/cancel/job-1`, 'runpod cancel'],
    ['GET', `${URLS.runpod}/ep-1/health`, 'runpod health'],
    ['GET', `${URLS.runpod}/ep-1/runaway`, 'runpod other'],
    ['PATCH', `${URLS.runpodRest}/endpoints/ep-1`, 'runpod endpoint'],
    ['POST', `${DISCORD}/interactions/1/token/callback?with_response=true`, 'token callback'],
    ['PATCH', `${DISCORD}/webhooks/1/token/messages/@original`, 'token edit'],
    ['POST', `${DISCORD}/webhooks/1/token`, 'token follow_up'],
    ['GET', `${DISCORD}/webhooks/1/token/messages/@original`, 'token read'],
    ['DELETE', `${DISCORD}/webhooks/1/token/messages/@original`, 'token delete'],
    ['PATCH', `${DISCORD}/channels/1/messages/2`, 'bot edit'],
    ['POST', `${DISCORD}/channels/1/messages`, 'bot post'],
    ['DELETE', `${DISCORD}/channels/1/messages/2`, 'bot delete'],
    ['GET', `${DISCORD}/channels/1/messages?limit=100`, 'bot read'],
    ['GET', `${DISCORD}/channels/1`, 'bot other'],
    ['GET', `${DISCORD}/gateway/bot`, 'bot other'],
  ])('%s %s is known', (method, url, said) => {
    const called = callOf(method, url, URLS);
    const who = called?.of === 'discord' ? called.as : called?.of;
    expect(`${who} ${called?.call}`).toBe(said);
  });

  it.each([
    'https://cdn.discordapp.com/attachments/1/2/a.png',
    'https://api.runpod.ai/v22/ep-1/run',
    'https://discord.com/apix',
    'https://example.com/?https://discord.com/api/v10/gateway',
  ])('to anybody else is not: %s', (url) => {
    expect(callOf('GET', url, URLS)).toBeUndefined();
  });

  it('is told by a few words, whatever its address holds', () => {
    const said = new Set<string>();
    const anyPath = fc.oneof(fc.webPath(), fc.string());
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(URLS)),
        fc.oneof(fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'), fc.string()),
        anyPath,
        (base, method, path) => {
          const called = callOf(method, `${base}/${path}`, URLS);
          if (called) said.add(called.call);
        },
      ),
    );
    const known =
      'run status cancel health endpoint callback edit post follow_up delete read other';
    expect([...said].filter((call) => !known.split(' ').includes(call))).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([
    [200, 'ok'],
    [204, 'ok'],
    [302, 'other'],
    [400, 'refused'],
    [404, 'refused'],
    [429, 'rate_limited'],
    [500, 'failed'],
    [503, 'failed'],
  ])('of %i is %s', (status, outcome) => {
    expect(outcomeOf(status)).toBe(outcome);
  });
});
