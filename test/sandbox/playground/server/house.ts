import { onTestFinished } from 'vitest';
import type { Message } from '../../../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../../../packages/stand-ins/discord/world.ts';
import {
  startPlayground,
  type Playground,
  type PlaygroundPace,
} from '../../../../packages/stand-ins/playground/playground.ts';
import type {
  Action,
  ActionOutcome,
  BotOrder,
} from '../../../../packages/stand-ins/playground/wire.ts';

/** Nobody has to wait for a picture. */
export const QUICK: PlaygroundPace = { coldStartMs: 0, stepMs: 1, slowStepMs: 20 };

/** A playground that has patience with a busy machine. Whoever opens it has to close it. */
export function openPlayground(): Promise<Playground> {
  return startPlayground({ pace: QUICK, answerWithinMs: 30_000 });
}

/** One that closes with its test. */
export async function startHouse(): Promise<House> {
  const playground = await openPlayground();
  onTestFinished(() => playground.close());
  return new House(playground);
}

/** A playground, with what its page can do in it. */
export class House {
  readonly playground: Playground;

  constructor(playground: Playground) {
    this.playground = playground;
  }

  get url(): string {
    return this.playground.url;
  }

  get discord() {
    return this.playground.discord;
  }

  get runpod() {
    return this.playground.runpod;
  }

  get people() {
    return this.discord.world.people;
  }

  get channels() {
    return this.discord.world.channels;
  }

  /** What the page does when somebody acts on it. */
  async act(
    by: Person,
    action: Action,
    files: Readonly<Record<string, File>> = {},
  ): Promise<ActionOutcome> {
    const form = new FormData();
    form.append('action', JSON.stringify({ by: by.id, action }));
    for (const [field, file] of Object.entries(files)) form.append(field, file);
    const response = await fetch(`${this.url}/actions`, { method: 'POST', body: form });
    return (await response.json()) as ActionOutcome;
  }

  /** Ada asks for a picture in #general. */
  imagine(prompt: string, face?: File): Promise<ActionOutcome> {
    const channel = this.channels.general.id;
    const options = { prompt, ...(face && { face: { file: 'face' } }) };
    const action = { kind: 'command', channel, name: 'imagine', options } as const;
    return this.act(this.people.ada, action, face ? { face } : {});
  }

  /** Gives the bot an order, and waits until it is done. The status of the answer. */
  async order(order: BotOrder): Promise<number> {
    return this.#post('/bot', JSON.stringify({ order }));
  }

  /** Ends the tokens of all interactions so far. The status of the answer. */
  endTokens(): Promise<number> {
    return this.#post('/end-tokens', '');
  }

  /** The first message in #general that fits. */
  message(fits: (message: Message) => boolean): Promise<Message> {
    const here = this.channels.general.id;
    const inGeneral = (message: Message) => message.channel_id === here && fits(message);
    return this.discord.waitFor(inGeneral);
  }

  async #post(path: string, body: string): Promise<number> {
    const { status } = await fetch(this.url + path, { method: 'POST', body });
    return status;
  }
}

/** Whether a message shows a picture. */
export function hasPicture({ files }: Message): boolean {
  return files.length > 0;
}
