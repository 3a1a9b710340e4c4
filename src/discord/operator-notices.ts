import type { Logger } from '../logger.ts';
import { messageBody } from './message-payload.ts';
import type { Messages } from './messages.ts';

export interface OperatorNoticesOptions {
  readonly logger: Logger;
  readonly messages: Messages;
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
  async trouble(text: string): Promise<void> {
    this.#options.logger.error(text);
    await this.#post(text);
  }

  /** It works again. Never rejects. */
  async relief(text: string): Promise<void> {
    this.#options.logger.info(text);
    await this.#post(text);
  }

  async #post(content: string): Promise<void> {
    const { channelId, messages, logger } = this.#options;
    if (channelId === undefined) return;
    try {
      await messages.create(channelId, { body: messageBody({ content }) });
    } catch (err) {
      logger.warn({ err }, 'OPERATOR_CHANNEL_ID could not be told');
    }
  }
}
