import type { NamedEndpoint } from '../say.ts';
import { english, someOf } from './formats.ts';

/** Why pictures cannot be stored, by fault. */
const STORAGE = {
  full: 'the disk is full, or has less than 24 MiB free',
  'no file descriptors': 'the process or the machine has too many files open',
  missing: 'the folder is gone, or a file is in its place',
  'not writable': 'the folder or its disk is not writable',
  failing: 'the disk is failing',
};

/** Notifications in the operator's channel and in the log. */
export const notices = {
  /** Without a name: the bot's own endpoint. */
  keyRefused: (at?: NamedEndpoint) =>
    at
      ? `RunPod refuses RUNPOD_API_KEY, or does not let it use the endpoint ${at.id}, which makes ${someOf(at.makes)}. Jobs for it wait and new ones are refused until it works again; after changing the key, start the bot again.`
      : 'RunPod refuses RUNPOD_API_KEY, or does not let it use RUNPOD_ENDPOINT_ID. Jobs wait and new ones are refused until it works again; after changing the key, start the bot again.',
  keyTaken: (at?: NamedEndpoint) =>
    at
      ? `RunPod takes RUNPOD_API_KEY for the endpoint ${at.id} again.`
      : 'RunPod takes RUNPOD_API_KEY again.',
  endpointAsleep: (endpointId: string) =>
    `RunPod has scaled the endpoint ${endpointId} to nothing (max workers 0), as it does after a week without a job or where workers keep crashing. Jobs for it wait. Raise its max workers on its page, or by npm run doctor -- --mend.`,
  endpointAwake: (endpointId: string) =>
    `RunPod lets the endpoint ${endpointId} have workers again.`,
  storageFails: (fault: keyof typeof STORAGE) =>
    `Pictures cannot be stored in the folder beside the database (DATABASE_PATH with .files at its end): ${STORAGE[fault]}. Finished jobs wait at RunPod, which keeps a result for 30 minutes. Nothing is sent to RunPod, and new requests are refused. The bot goes on by itself once pictures can be stored.`,
  storageWorks: 'Pictures can be stored again.',
  tokenShared:
    'Another process uses the same DISCORD_TOKEN with another database. Each request reaches both: whichever answers first makes the picture, and the other one cancels its job. Stop one of them, or give it an application of its own.',
  unreadable: (count: number) =>
    `${english.amount(count, { one: 'job was', other: 'jobs were' })} made by another version of the bot, and this one cannot read what was asked for. Whoever asked is told to ask again; the lines before this one say which jobs they are.`,
  callsSpent: (most: number) =>
    `Discord has refused ${english.number(most)} calls within ten minutes (401, 403 or 429), and shuts an address out at 10,000. Until these are older, nothing is asked about channels; answers to commands and clicks go on. The lines before this one say what was refused.`,
};
