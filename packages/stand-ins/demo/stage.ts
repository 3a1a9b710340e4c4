import type { Clock } from '../../../src/engines/clock.ts';
import { consent as CONSENT } from '../../../src/say/en/privacy.ts';
import { buttonsOf } from '../discord/buttons.ts';
import type { Message } from '../discord/message.ts';
import type { DiscordSandbox } from '../discord/sandbox.ts';
import type { Person } from '../discord/world.ts';
import type { RunPodSandbox } from '../runpod/runpod-sandbox.ts';
import type { Act } from './scene.ts';
import type { Screen } from './screen.ts';

/** How long a person looks at a message before they press a button. */
const LOOK_MS = 1_500;

/** How long any change that an act waits for may take. */
const PATIENCE_MS = 45_000;

export interface StageOptions {
  readonly discord: DiscordSandbox;
  readonly runpod: RunPodSandbox;
  readonly screen: Screen;
  readonly clock: Clock;
  /** Ends every wait. */
  readonly signal: AbortSignal;
}

/** Where people act in one channel and see what comes of it. */
export class Stage {
  readonly #options: StageOptions;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  /**
   * Plays one act to its end.
   *
   * @returns the job's message, which shows its picture, or nothing where it was cancelled.
   * @throws Error when it ends in another way, or not in time.
   */
  async play(act: Act): Promise<Message> {
    const { discord, screen } = this.#options;
    const by = discord.world.people[act.by];
    screen.command(by.displayName, 'imagine', act.options);
    const channel = discord.world.channels.general;
    const use = { by, in: channel, name: 'imagine', options: act.options };
    const answer = await answeredBy(await discord.command(use));
    switch (act.then) {
      case 'wait':
        return this.#ending(by, answer);
      case 'confirm':
        return this.#ending(by, await this.#press(by, answer, CONSENT.face.wording));
      case 'cancel':
        return this.#cancel(by, answer);
    }
  }

  async #cancel(by: Person, job: Message): Promise<Message> {
    const { runpod } = this.#options;
    // However slow this machine is, the picture is not ready before the click.
    runpod.hold();
    try {
      const working = await this.#waitFor(job, (message) => textOf(message).includes('▱'));
      await this.#press(by, working, 'Cancel');
      const ended = await this.#waitFor(job, isOver);
      if (textOf(ended).includes('Cancelled by')) return ended;
      throw new Error(`${by.displayName}'s job was not cancelled.`);
    } finally {
      runpod.release();
    }
  }

  async #ending(by: Person, job: Message): Promise<Message> {
    const ended = await this.#waitFor(job, isOver);
    if (ended.files.length > 0) return ended;
    throw new Error(`No picture came of ${by.displayName}'s request.`);
  }

  async #press(by: Person, message: Message, label: string): Promise<Message> {
    const { discord, screen, clock, signal } = this.#options;
    await clock.sleep(LOOK_MS, signal);
    screen.press(by.displayName, label);
    return answeredBy(await discord.click({ by, message, label }));
  }

  #waitFor({ id }: Message, fits: (message: Message) => boolean): Promise<Message> {
    const { discord, signal } = this.#options;
    const options = { signal, timeoutMs: PATIENCE_MS };
    return discord.waitFor((message) => message.id === id && fits(message), options);
  }
}

async function answeredBy({
  answered,
}: Awaited<ReturnType<DiscordSandbox['command']>>): Promise<Message> {
  const { message } = await answered;
  if (message) return message;
  throw new Error('The bot answered without a message.');
}

/** Only a job that is under way can be cancelled. */
function isOver(message: Message): boolean {
  return !buttonsOf(message).some(({ label }) => label === 'Cancel');
}

function textOf({ embeds }: Message): string {
  return embeds.map(({ description }) => description ?? '').join('\n');
}
