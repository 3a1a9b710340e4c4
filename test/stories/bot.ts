import type { Stage } from './stage.ts';

/** The bot's process in a story. It runs from the beginning. */
export class Bot {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Waits until a job came to that state, by the log. */
  async reaches(state: string): Promise<void> {
    await this.#stage.logs((line) => line.msg === 'job changed' && line.state === state);
    await this.#stage.jobRows();
  }

  /** Waits until the log says it. */
  async logs(text: string): Promise<void> {
    await this.#stage.logs(({ msg }) => msg.includes(text));
  }

  /** Its process is killed, whatever it is doing. */
  async isKilled(): Promise<void> {
    this.#stage.trace.act('the bot is killed');
    await this.#stage.endBot('SIGKILL');
  }

  /** Its process is asked to stop, and does. */
  async stops(): Promise<void> {
    const act = this.#stage.trace.act('the bot is asked to stop');
    const end = await this.#stage.endBot('SIGTERM');
    this.#stage.trace.outcome(act, `it ends: ${end}`);
  }

  /** It starts again, with other variables if there are any. */
  async starts(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const changed = Object.entries(env).map(([name, value]) => ` ${name}=${value}`);
    this.#stage.trace.act(`the bot starts${changed.join('')}`);
    await this.#stage.startBot(env);
  }
}
