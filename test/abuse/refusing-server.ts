import type { Channel } from '../../packages/stand-ins/discord/world.ts';
import { textOf } from '../commands/scene.ts';
import { refusal } from '../discord/rest/refusal.ts';
import type { Studio } from '../support/studio.ts';

/** A server that only makes Discord refuse calls: it says that the bot may post, and lets it not. */
export class RefusingServer {
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
    const path = /\/channels\/\d+\/messages$/;
    studio.discord.rest.fault({ path, times: Infinity, answer: refusal(403, 50013) });
  }

  /** How many calls Discord has refused. */
  get refused(): number {
    const { requests } = this.#studio.discord.rest;
    return requests.filter(({ status }) => status === 403).length;
  }

  /** Chooses each of them for reports, together, and waits for all answers. */
  async choose(offices: readonly Channel[]): Promise<void> {
    const { discord } = this.#studio;
    const { people, channels } = discord.world;
    const use = { by: people.ben, in: channels.general, name: 'moderation', subcommand: 'channel' };
    const sent = offices.map((channel) => discord.command({ ...use, options: { channel } }));
    for (const { id } of await Promise.all(sent)) {
      await discord.waitFor(
        (message) =>
          message.interaction_metadata?.id === id &&
          /I can't post in|pausing some of them/.test(textOf(message)),
      );
    }
  }
}
