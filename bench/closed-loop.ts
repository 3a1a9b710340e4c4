import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscordSandbox } from '../packages/stand-ins/discord/sandbox.ts';
import type { Person } from '../packages/stand-ins/discord/world.ts';
import { onShown } from './stream-run.ts';

/**
 * Members who each send the next command once the picture of the last one is shown, so that a bot that
 * cannot keep up is always at work and never has more than their jobs.
 */
export class ClosedLoop {
  /** How many pictures were shown so far. */
  shown = 0;
  /** How many commands were not answered within 3 s. Their members send another one. */
  late = 0;
  #asked = 0;
  #isOver = false;
  readonly #discord: DiscordSandbox;
  readonly #waiting = new Map<string, Person>();
  readonly #stopListening: () => void;

  /** `withinMs`: they come one by one in that time. */
  constructor(discord: DiscordSandbox, members: number, withinMs: number) {
    this.#discord = discord;
    this.#stopListening = onShown(discord, (id) => {
      const by = this.#waiting.get(id);
      if (!by) return;
      this.#waiting.delete(id);
      this.shown += 1;
      void this.#ask(by);
    });
    void this.#come(members, withinMs / members);
  }

  stop(): void {
    this.#isOver = true;
    this.#stopListening();
  }

  async #come(members: number, everyMs: number): Promise<void> {
    for (let member = 1; member <= members && !this.#isOver; member += 1) {
      void this.#ask(this.#discord.world.addPerson(`Member ${member}`));
      await sleep(everyMs);
    }
  }

  async #ask(by: Person): Promise<void> {
    if (this.#isOver) return;
    this.#asked += 1;
    const { id, answered } = await this.#discord.command({
      by,
      in: this.#discord.world.channels.general,
      name: 'imagine',
      options: { prompt: `a lighthouse at dawn, number ${this.#asked} of the loop` },
    });
    this.#waiting.set(id, by);
    await answered.catch(() => {
      if (this.#isOver || !this.#waiting.delete(id)) return;
      this.late += 1;
      void this.#ask(by);
    });
  }
}
