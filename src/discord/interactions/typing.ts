import { InteractionType } from 'discord.js';
import { z } from 'zod';

const user = z.object({ id: z.string() }).nullish();

/** The part of an autocomplete that says who types. */
const typing = z.object({
  type: z.literal(InteractionType.ApplicationCommandAutocomplete),
  id: z.string().regex(/^\d{1,20}$/),
  member: z.object({ user }).nullish(),
  user,
});

/** A keystroke in an option with autocomplete. */
export interface Typing {
  readonly id: string;
  readonly userId: string;
}

/** Cheaply reads an autocomplete's id and member; `undefined` for any other payload. */
export function typingIn(payload: unknown): Typing | undefined {
  const { data } = typing.safeParse(payload);
  const { id: userId } = data?.member?.user ?? data?.user ?? {};
  return data && userId !== undefined ? { id: data.id, userId } : undefined;
}
