import { expect, it } from 'vitest';
import { userOf } from '../../packages/stand-ins/discord/person-object.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { panel } from '../commands/panels.ts';
import { imagine, openStudio, quietAnswer, settled, textOf } from '../commands/scene.ts';
import { eventsUrl } from '../support/events-url.ts';
import { postInteractions } from '../support/post-interactions.ts';
import type { Studio, StudioOptions } from '../support/studio.ts';
import { readBeside, writeBeside } from '../support/write-beside.ts';

const CREDITS = '1019475255913222144';
const RAISE = '1019475255913222145';
const PREMIUM_SKUS = `${CREDITS}:credits=3,${RAISE}:pictures_a_day=2`;

/** A studio in which members may make one picture a day, and can buy more. */
async function openShop({ env = { PREMIUM_SKUS } }: StudioOptions = {}): Promise<Studio> {
  const studio = await openStudio({ env });
  const { entitlements, world } = studio.discord;
  entitlements.offer({ id: CREDITS, kind: 'consumable' });
  entitlements.offer({ id: RAISE, kind: 'subscription' });
  const rule = [world.guild.id, world.guild.id, '1'];
  await writeBeside(
    studio.databasePath,
    `INSERT INTO server_rules (guild_id, subject_kind, subject_id, limit_name, value)
      VALUES (?, 'role', ?, 'picturesADay', ?)`,
    ...rule,
  );
  return studio;
}

async function quota(studio: Studio, by: Person = studio.discord.world.people.ada) {
  return textOf(await panel(studio, 'quota', { by }));
}

function kept({ databasePath }: Studio): Promise<unknown[]> {
  return readBeside(databasePath, 'SELECT id, consumed FROM entitlements ORDER BY id');
}

/** Looks again and again, until it is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}

function asked({ discord }: Studio) {
  return discord.rest.requests.filter(({ path }) => path.includes('/entitlements'));
}

it('lets a member make more pictures with what they bought, and says what is left', async () => {
  const studio = await openShop();
  const { discord } = studio;
  const { ada } = discord.world.people;
  await settled(studio, await imagine(studio));
  expect(await quietAnswer(await imagine(studio))).toContain('you can make 1 picture a day');
  const bought = discord.entitlements.buy(CREDITS, { by: ada });
  await until(() => discord.entitlements.find(bought.id)?.consumed === true);
  expect(await quota(studio)).toContain(
    'You have 3 premium pictures, used once your pictures for the day are gone.',
  );
  expect((await settled(studio, await imagine(studio, { count: 2 }))).credits).toBe(2);
  expect(await quota(studio)).toContain('You have 1 premium picture,');
  expect(await quietAnswer(await imagine(studio, { count: 2 }))).toContain('0 can still be made');

  const { cleo } = discord.world.people;
  discord.entitlements.buy(RAISE, { by: cleo, forGuild: discord.world.guild.id });
  const text = await quota(studio);
  expect(text).toContain('**You**: 2 of 3 pictures left');
  expect(text).toContain('Premium adds 2 pictures a day.');
});

it('knows by an interaction, and by the list, what no event has told', async () => {
  const studio = await openShop();
  const { discord } = studio;
  const { ada, ben } = discord.world.people;
  discord.entitlements.losesEvents = true;
  const ofAda = discord.entitlements.buy(RAISE, { by: ada });
  expect(await quota(studio)).toContain('**You**: 3 of 3 pictures left');
  await studio.stopBot();
  const ofBen = discord.entitlements.buy(CREDITS, { by: ben });
  discord.entitlements.refund(ofAda.id);
  await studio.startBot();
  await until(() => discord.entitlements.find(ofBen.id)?.consumed === true);
  expect(await quota(studio)).toContain('**You**: 1 of 1 picture left');
  expect(await quota(studio, ben)).toContain('You have 3 premium pictures');
});

it('works where interactions are posted', async () => {
  const studio = await openShop();
  await studio.stopBot();
  const port = await postInteractions(studio.discord);
  await studio.startBot({ INTAKE: 'http', HTTP_PORT: port });
  const { discord } = studio;
  const bought = discord.entitlements.buy(CREDITS, { by: discord.world.people.ada });
  expect(await quota(studio)).toContain('You have 3 premium pictures');
  await until(() => discord.entitlements.find(bought.id)?.consumed === true);
});

it('hears of purchases and refunds where interactions are posted, if Discord posts events too', async () => {
  const studio = await openShop();
  await studio.stopBot();
  const { discord } = studio;
  const { ada } = discord.world.people;
  const port = await postInteractions(discord);
  const before = asked(studio).length;
  await studio.startBot({ INTAKE: 'http', HTTP_PORT: port });
  await until(() =>
    asked(studio)
      .slice(before)
      .some(({ status }) => status === 200),
  );
  const { applicationId, endpoint } = discord;
  const post = async (type: string, data: unknown, options = {}) => {
    const event = { applicationId, type, data, at: Date.now() };
    return endpoint.postEvent(await eventsUrl(studio), event, options);
  };
  discord.entitlements.losesEvents = true;
  const bought = discord.entitlements.buy(CREDITS, { by: ada });
  expect(await post('ENTITLEMENT_CREATE', bought, { forged: true })).toBe(401);
  expect(await kept(studio)).toEqual([]);
  expect(await post('ENTITLEMENT_CREATE', bought)).toBe(204);
  await until(() => discord.entitlements.find(bought.id)?.consumed === true);
  expect(await quota(studio)).toContain('You have 3 premium pictures');
  expect(await post('ENTITLEMENT_DELETE', discord.entitlements.refund(bought.id))).toBe(204);
  await until(async () => !(await quota(studio)).includes('premium'));
  expect(await post('APPLICATION_DEAUTHORIZED', { user: userOf(ada) })).toBe(204);
  expect(await post('ENTITLEMENT_UPDATE', 'nonsense')).toBe(204);
});

it('asks nothing of Discord and keeps nothing unless it is configured', async () => {
  const studio = await openShop({ env: {} });
  const { discord } = studio;
  const { ada } = discord.world.people;
  discord.entitlements.buy(RAISE, { by: ada });
  expect(await quota(studio)).toContain('**You**: 1 of 1 picture left');
  await settled(studio, await imagine(studio));
  expect(await quietAnswer(await imagine(studio))).toContain('you can make 1 picture a day');
  expect(asked(studio)).toEqual([]);
  expect(await kept(studio)).toEqual([]);
});

it("does not lift the operator's block, nor a block in a server", async () => {
  const studio = await openShop();
  const { discord } = studio;
  const { ada } = discord.world.people;
  const { guild } = discord.world;
  discord.entitlements.buy(RAISE, { by: ada });
  expect(await quota(studio)).toContain('Premium adds 2 pictures a day.');
  await writeBeside(
    studio.databasePath,
    'INSERT INTO blocks (guild_id, user_id, blocked_by, blocked_at) VALUES (?, ?, ?, 1)',
    ...[guild.id, ada.id, discord.world.people.ben.id],
  );
  await quietAnswer(await imagine(studio));
  await writeBeside(
    studio.databasePath,
    "INSERT INTO kept_out (kind, subject, reason, kept_out_at) VALUES ('person', ?, 'test', 1)",
    ada.id,
  );
  await quietAnswer(await imagine(studio));
  expect(studio.runpod.jobs).toEqual([]);
});
