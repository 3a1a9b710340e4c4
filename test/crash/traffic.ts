import { setTimeout as sleep } from 'node:timers/promises';
import { consent as CONSENT } from '../../src/say/en/privacy.ts';
import { PICTURE, ask, askForQuestion, askWithPhoto } from './play.ts';
import type { CrashStage } from './stage.ts';

/** How often each thing is done, of all that people do. */
const SHARE = { words: 0.4, photo: 0.6, question: 0.8 } as const;
const LONGEST_PAUSE_MS = 500;

/** People who ask, consent, cancel and try again, whatever becomes of the bot. */
export class Traffic {
  readonly #stage: CrashStage;
  readonly #random: () => number;
  readonly #visits = new Set<Promise<void>>();
  readonly #stopListening: () => void;
  readonly #goingOn: Promise<void>;
  #over = false;

  constructor(stage: CrashStage, random: () => number) {
    this.#stage = stage;
    this.#random = random;
    this.#stopListening = stage.discord.onMessage(({ kind, message }) => {
      if (kind === 'deleted' || this.#random() < 0.5) return;
      // Whoever sees a failure tries again.
      this.#begin(stage.pressOn(message, 'Try again'));
    });
    this.#goingOn = this.#goOn();
  }

  /** Nobody begins anything more; resolves when everybody has had an answer or has gone. */
  async end(): Promise<void> {
    this.#over = true;
    await this.#goingOn;
    while (this.#visits.size > 0) await Promise.all(this.#visits);
    this.#stopListening();
  }

  async #goOn(): Promise<void> {
    while (!this.#over) {
      await sleep(this.#random() * LONGEST_PAUSE_MS);
      // Nobody can ask a bot that is not there.
      if (this.#stage.isThere) this.#begin(this.#visit());
    }
  }

  async #visit(): Promise<void> {
    const stage = this.#stage;
    const kind = this.#random();
    const executionMs = this.#random() * 400;
    stage.runpod.script(
      this.#random() < 0.2
        ? { error: 'the moon is full', executionMs }
        : { ...PICTURE, executionMs },
    );
    const request = kind < SHARE.words ? ask : kind < SHARE.photo ? askWithPhoto : askForQuestion;
    const interaction = await request(stage);
    await sleep(this.#random() * 400);
    if (kind >= SHARE.question || this.#random() < 0.25) await stage.press(interaction, 'Cancel');
    else if (kind >= SHARE.photo) await stage.press(interaction, CONSENT.face.wording);
  }

  /** What comes to nothing because the bot is away is no matter. */
  #begin(visit: Promise<unknown>): void {
    const begun = visit
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.#visits.delete(begun));
    this.#visits.add(begun);
  }
}
