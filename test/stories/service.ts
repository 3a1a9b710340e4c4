import type { BotAccess } from '../../packages/stand-ins/discord/world.ts';
import { type Fault, scriptFault } from './faults.ts';
import type { Stage } from './stage.ts';
import { Member } from './member.ts';

/** Discord in a story. */
export class Service {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Some requests go wrong: see {@link Fault}. */
  answers(what: Fault['what'], fault: Omit<Fault, 'what'>): void {
    this.#stage.trace.act(scriptFault(this.#stage.discord.rest, 'Discord', { what, ...fault }));
  }

  /** The same for a request for a member's file. */
  givesFile(what: Fault['what'], fault: Partial<Omit<Fault, 'what'>> = {}): void {
    const { cdn } = this.#stage.discord;
    this.#stage.trace.act(scriptFault(cdn, "Discord's CDN", { what, to: '.', ...fault }));
  }

  /** One more person joins the server. */
  joins(name: string, options: Parameters<Stage['discord']['world']['addPerson']>[1] = {}): Member {
    const person = this.#stage.discord.world.addPerson(name, options);
    this.#stage.trace.names.add(person.id, name);
    return new Member(this.#stage, person);
  }

  /** Ends the tokens of all interactions so far, as if 15 minutes had passed. */
  endsTokens(): void {
    this.#stage.trace.act('15 minutes pass at Discord');
    this.#stage.discord.endTokens();
  }

  /** What the bot may do in a channel from now on. */
  allows(access: BotAccess, channel: 'general' | 'restricted' = 'general'): void {
    this.#stage.trace.act(`the bot's access to ${channel} is now: ${access}`);
    const { world } = this.#stage.discord;
    world.setBotAccess(world.channels[channel], access);
  }

  /** The application offers something for sale. */
  sells(sku: string, kind: 'subscription' | 'consumable'): void {
    this.#stage.discord.entitlements.offer({ id: sku, kind });
  }
}
