import { InteractionType } from 'discord.js';
import { z } from 'zod';

const user = z.object({ id: z.string() }).nullish();

/** As much of an autocomplete as says whose it is. */
const typing = z.object({
  type: z.literal(InteractionType.ApplicationCommandAutocomplete),
  id: z.string().regex(/^\d{1,20}$/),
  member: z.object({ user }).nullish(),
  user,
});

/** A keystroke for which Discord wants choices. */
export interface Typing {
  readonly id: string;
  readonly userId: string;
}

/** Whose keystroke a payload is, which costs little; `undefined` for any other payload. */
export function typingIn(payload: unknown): Typing | undefined {
  const { data } = typing.safeParse(payload);
  const { id: userId } = data?.member?.user ?? data?.user ?? {};
  return data && userId !== undefined ? { id: data.id, userId } : undefined;
}
