import { freePort } from '../../packages/stand-ins/free-port.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import { answerTo, getPicture } from './people-acts.ts';
import type { CrashStage } from './stage.ts';

/** Ada has a picture made, and again by the button under it, which managers may have kept from her. */
export async function pressAgain(stage: CrashStage): Promise<void> {
  await stage.pressOn(await getPicture(stage), 'Again');
}

/** Ben, who manages the server, imports limits, among them one of a role that may be gone. */
export async function importLimits({ discord }: CrashStage): Promise<void> {
  const { people, channels } = discord.world;
  const limit = { for: 'role', id: '299999999999999999', limit: 'count', value: 2 };
  const file = { name: 'limits.json', bytes: Buffer.from(JSON.stringify({ limits: [limit] })) };
  const use = { by: people.ben, in: channels.general, name: 'limits', subcommand: 'import' };
  await answerTo(() => discord.command({ ...use, options: { file }, raw: true }));
}

/** Ben looks at who made what, once there is a picture. Everywhere: as the bot's operator. */
export async function showMembers(
  stage: CrashStage,
  { everywhere }: { readonly everywhere: boolean },
): Promise<void> {
  const { people, channels } = stage.discord.world;
  await getPicture(stage);
  const options: OptionValues = { by: 'member', everywhere };
  const use = { by: people.ben, in: channels.general, name: 'usage', options };
  await answerTo(() => stage.discord.command({ ...use, raw: true }));
}

/** The bot may be installed by users, whose removals Discord posts to a port of its own. */
export async function installable(): Promise<Readonly<Record<string, string>>> {
  return { USER_INSTALL_PICTURES_PER_DAY: '10', HTTP_PORT: await freePort() };
}

/** Ada has installed it, and asks in a server of which the bot has to learn whether it is a member. */
export async function askElsewhere(stage: CrashStage): Promise<void> {
  const { world } = stage.discord;
  world.setInstalled(world.people.ada, true);
  await stage.ask({}, { channel: world.addChannelElsewhere() });
}
