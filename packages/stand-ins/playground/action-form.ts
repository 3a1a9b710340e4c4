import { z } from 'zod';
import { LONGEST_MESSAGE } from '../discord/rules/text-rules.ts';
import type { ActionRequest } from './wire.ts';

const name = z.string().min(1).max(100);
const id = z.string().min(1).max(40);
const text = z.string().max(6_000);

const optionInput = z.union([
  text,
  z.number(),
  z.boolean(),
  z.object({ file: name }),
  z.object({ user: id }),
  z.object({ channel: id }),
]);

/** What is chosen from options, of which nothing offers more than 25. */
const values = z.array(name).max(25);

const fieldInput = z.union([
  text,
  z.boolean(),
  values,
  z.object({ files: z.array(z.string().min(1).max(200)).max(10) }),
]);

const command = { channel: id, name, subcommand: name.exactOptional() };

const action = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('command'),
    ...command,
    options: z.record(name, optionInput),
  }),
  z.object({
    kind: z.literal('autocomplete'),
    ...command,
    focused: name,
    options: z.record(name, text),
  }),
  z.object({ kind: z.literal('message-command'), message: id, name }),
  z.object({ kind: z.literal('button'), message: id, customId: name }),
  z.object({ kind: z.literal('select'), message: id, customId: name, values }),
  z.object({ kind: z.literal('modal'), interaction: id, fields: z.record(name, fieldInput) }),
  z.object({ kind: z.literal('direct-messages'), on: z.boolean() }),
  z.object({ kind: z.literal('install'), on: z.boolean() }),
  z.object({ kind: z.literal('language'), language: name }),
  z.object({ kind: z.literal('buy'), offer: id }),
  z.object({ kind: z.literal('refund'), offer: id }),
  z.object({
    kind: z.literal('say'),
    channel: id,
    content: z.string().trim().min(1).max(LONGEST_MESSAGE),
  }),
]);

/** What the page sends when a person does something. */
export const actionForm = z.object({ by: id, action }) satisfies z.ZodType<ActionRequest>;
