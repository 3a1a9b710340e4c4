import { describe, expect, it, onTestFinished } from 'vitest';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { ManualClock } from '../../support/manual-clock.ts';

async function open() {
  const clock = new ManualClock();
  const discord = await DiscordSandbox.start({ clock, limited: true });
  onTestFinished(() => discord.close());
  const api = `${discord.apiUrl}/v10`;
  const authorization = `Bot ${discord.token}`;
  const asBot = (path = '/users/@me') => fetch(api + path, { headers: { authorization } });
  const webhook = (token: string) => `/webhooks/${discord.applicationId}/${token}/messages/1`;
  const byToken = (token: string) => fetch(api + webhook(token));
  const firstAnswer = () =>
    fetch(`${api}/interactions/1/x/callback`, { method: 'POST', body: '{}' });
  return { clock, asBot, byToken, webhook, firstAnswer };
}

const statuses = async (count: number, call: () => Promise<Response>) => {
  const all = await Promise.all(Array.from({ length: count }, call));
  return all.map(({ status }) => status).sort();
};
const limitsOf = ({ headers }: Response) =>
  ['limit', 'remaining', 'reset-after', 'scope', 'global'].map((name) =>
    headers.get(`x-ratelimit-${name}`),
  );

describe("Discord's limits", () => {
  it('give a bot fifty requests a second, whatever they are about', async () => {
    const { clock, asBot, webhook } = await open();
    expect(await statuses(49, asBot)).toEqual(Array(49).fill(200));
    // A token needs no Authorization, and counts where it comes with one.
    expect((await asBot(webhook('a'))).status).toBe(404);
    const refused = await asBot();
    expect(refused.status).toBe(429);
    expect(limitsOf(refused)).toEqual([null, null, null, 'global', 'true']);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ retry_after: 1, global: true });
    await clock.advance(1_000);
    expect((await asBot()).status).toBe(200);
  });

  it('give each token five requests in two seconds, and count them nowhere else', async () => {
    const { clock, asBot, byToken, firstAnswer } = await open();
    expect(limitsOf(await byToken('a'))).toEqual(['5', '4', '2', null, null]);
    await statuses(4, () => byToken('a'));
    await clock.advance(500);
    const refused = await byToken('a');
    expect(refused.status).toBe(429);
    expect(limitsOf(refused)).toEqual(['5', '0', '1.5', 'user', null]);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ retry_after: 1.5, global: false });
    for (const token of ['b', 'c', 'd']) {
      expect(await statuses(5, () => byToken(token))).toEqual(Array(5).fill(404));
    }
    expect(await statuses(60, firstAnswer)).not.toContain(429);
    expect(await statuses(50, asBot)).toEqual(Array(50).fill(200));
    await clock.advance(1_500);
    expect((await byToken('a')).status).toBe(404);
  });
});
