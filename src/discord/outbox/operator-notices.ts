import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Notice } from '../../say/notice.ts';
import { say } from '../../say/say.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import { payloadOf } from '../render/payload.ts';
import type { Messages } from '../wire/messages.ts';

/** Before each further try where Discord cannot be reached: a quarter of an hour in all. */
const PAUSES_MS = [5_000, 30_000, 2 * 60_000, 12 * 60_000] as const;

export interface OperatorNoticesOptions {
  readonly logger: Logger;
  readonly messages: Messages;
  readonly clock: Clock;
  /** No further try is made once it aborts. */
  readonly stopping: AbortSignal;
  /** `undefined`: in the log only. */
  readonly channelId: string | undefined;
}

/** Tells whoever runs the bot what is theirs to mend: in the log, and in their channel. */
export class OperatorNotices {
  readonly #options: OperatorNoticesOptions;

  constructor(options: OperatorNoticesOptions) {
    this.#options = options;
  }

  /** Something does not work until the operator mends it. Never rejects. */
  async trouble(notice: Notice): Promise<void> {
    const text = notice(say().notices);
    this.#options.logger.error(text);
    await this.#post(text);
  }

  /** It works again. Never rejects. */
  async relief(notice: Notice): Promise<void> {
    const text = notice(say().notices);
    this.#options.logger.info(text);
    await this.#post(text);
  }

  async #post(content: string): Promise<void> {
    const { channelId, messages, logger, clock, stopping } = this.#options;
    if (channelId === undefined) return;
    // A try whose answer was lost may have posted it.
    const nonce = randomBytes(12).toString('hex');
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        await messages.create(channelId, { body: payloadOf({ text: [content] }).body }, nonce);
        return;
      } catch (err) {
        logger.warn({ err }, 'OPERATOR_CHANNEL_ID could not be told');
        if (pause === undefined || discordFailure(err) !== 'passing') return;
      }
      await clock.sleep(pause, stopping).catch(() => undefined);
      if (stopping.aborted) return;
    }
  }
}
