import type { Facts } from '../facts.ts';
import { english, fact } from './formats.ts';

type Problem = (facts: Facts) => string;

/** Problems with an option. Each continues a sentence after the option's name, without a full stop. */
export const problems = {
  missing: () => 'is missing',
  unknown_option: () => 'is not an option of this command',
  number: ({ min, max }) => `must be a number from ${fact.text(min)} to ${fact.text(max)}`,
  whole_number: ({ min, max }) =>
    `must be a whole number from ${fact.text(min)} to ${fact.text(max)}`,
  length: ({ min, max }) =>
    min === 0
      ? `must have up to ${fact.number(max)} characters`
      : `must have ${fact.number(min)} to ${fact.number(max)} characters`,
  yes_or_no: () => 'must be yes or no',
  choice: ({ choices }) =>
    `must be one of ${typeof choices === 'object' ? english.series(choices) : fact.text(choices)}`,
  no_such_file: () => 'must be a file on the GPU worker: pick one of the suggestions as you type',
  files_unknown: () => "can't be used yet: I learn which files the GPU worker has once it has run",
  no_file: () => 'must be a file',
  no_text_channel: () => 'must be a text channel of this server',
  role_of_everybody: () => "can't be @everyone",
  unguided_face: ({ min }) =>
    `must be at least ${fact.number(min)} with a photo: below that, the safety prompt has no effect`,
  unguided: ({ min }) =>
    `must be at least ${fact.number(min)} in this channel: below that, the safety prompt has no effect`,
} satisfies Readonly<Record<string, Problem>>;

/** A job's state. `gone` if the job is unknown. */
export const states = {
  awaiting_consent: 'awaiting consent',
  accepted: 'accepted',
  preparing: 'preparing',
  ready: 'ready',
  submitting: 'submitting',
  queued: 'queued',
  running: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  expired: 'expired',
  gone: 'gone',
};

/** Permissions by the names in Discord's settings. */
export const permissionNames = {
  ViewChannel: 'View Channel',
  ReadMessageHistory: 'Read Message History',
  AttachFiles: 'Attach Files',
  EmbedLinks: 'Embed Links',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
};
