/** What a person's own client shows below the channel, sent by nobody. */
export interface LocalMessage {
  readonly id: number;
  readonly channelId: string;
  readonly personId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `sending`: the bot has not answered yet. `failed`: it never did, or Discord refused. */
  readonly kind: 'sending' | 'failed';
  readonly text: string;
}
