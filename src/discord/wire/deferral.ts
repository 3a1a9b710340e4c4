import { InteractionResponseType, MessageFlags } from 'discord.js';
import { z } from 'zod';
import type { DeferralKind } from '../../store/deferrals.ts';

const THINKING = InteractionResponseType.DeferredChannelMessageWithSource;

/** The callback that defers an interaction. */
export const DEFERRALS: Readonly<Record<DeferralKind, object>> = {
  public: { type: THINKING },
  ephemeral: { type: THINKING, data: { flags: MessageFlags.Ephemeral } },
  update: { type: InteractionResponseType.DeferredMessageUpdate },
};

/** What a deferred interaction shows. */
export interface DeferredAnswer {
  readonly id: string;
  /** Whether it is still a "thinking…". */
  readonly isThinking: boolean;
}

export const deferredAnswer: z.ZodType<DeferredAnswer> = z
  .object({ id: z.string(), flags: z.number().nullish() })
  .transform(({ id, flags }) => ({ id, isThinking: ((flags ?? 0) & MessageFlags.Loading) !== 0 }));
