import type { NamedEndpoint } from '../say.ts';
import { english, someOf } from './formats.ts';

/** Why pictures cannot be stored in the folder, by fault. */
const FOLDER = {
  full: 'the disk is full, or has less than 24 MiB free',
  'no file descriptors': 'the process or the machine has too many files open',
  missing: 'the folder is gone, or a file is in its place',
  'not writable': 'the folder or its disk is not writable',
  unreachable: 'the disk does not answer',
  failing: 'the disk is failing',
};

/** Where pictures are stored, and why they cannot be. */
const STORAGE = {
  folder: { name: 'the folder beside the database (DATABASE_PATH plus .files)', faults: FOLDER },
  database: {
    name: 'the database',
    faults: {
      ...FOLDER,
      full: 'its disk is full',
      missing: 'it is gone',
      'not writable': 'it is read-only',
      unreachable: 'it does not answer',
      failing: 'it rejects them',
    },
  },
  bucket: {
    name: 'the bucket of PICTURE_STORE',
    faults: {
      ...FOLDER,
      full: 'it is full, or over its quota',
      missing: 'there is no such bucket',
      'not writable': 'access is denied. Check S3_REGION, the key and its rights',
      unreachable: 'S3_ENDPOINT does not answer',
      failing: 'it answers with errors',
    },
  },
};

/** Notifications in the operator's channel and in the log. Not translated. */
export const operatorNotices = {
  /** Without a name: the bot's own endpoint. */
  keyRefused: (at?: NamedEndpoint) =>
    at
      ? `RunPod refuses RUNPOD_API_KEY, or the key has no access to the endpoint ${at.id} (${someOf(at.makes)}). Its jobs wait, and new requests are refused until the key works again. Restart the bot after changing the key.`
      : 'RunPod refuses RUNPOD_API_KEY, or the key has no access to RUNPOD_ENDPOINT_ID. Jobs wait, and new requests are refused until the key works again. Restart the bot after changing the key.',
  keyTaken: (at?: NamedEndpoint) =>
    at
      ? `RunPod accepts RUNPOD_API_KEY for the endpoint ${at.id} again.`
      : 'RunPod accepts RUNPOD_API_KEY again.',
  endpointAsleep: (endpointId: string) =>
    `RunPod has set the endpoint ${endpointId} to 0 max workers, as it does after a week without jobs or when workers keep crashing. Its jobs wait. Raise max workers on the endpoint's page, or run npm run doctor -- --mend.`,
  endpointAwake: (endpointId: string) => `The endpoint ${endpointId} can have workers again.`,
  storageFails: (fault: keyof typeof FOLDER, place: keyof typeof STORAGE) =>
    `Pictures cannot be stored in ${STORAGE[place].name}: ${STORAGE[place].faults[fault]}. Finished jobs wait at RunPod, which keeps a result for 30 minutes. Nothing is sent to RunPod, and new requests are refused. The bot resumes on its own once pictures can be stored.`,
  storageWorks: 'Pictures can be stored again.',
  tokenShared:
    'Another process uses the same DISCORD_TOKEN with another database. Both receive each request: the first to answer makes the picture, and the other cancels its job. Stop one of them, or give it its own Discord application.',
  unreadable: (count: number) =>
    `${english.amount(count, { one: 'job is', other: 'jobs are' })} from another version of the bot and can't be read. Requesters are asked to run the command again. The lines above list the jobs.`,
  callsSpent: (most: number) =>
    `Discord refused ${english.number(most)} calls (401, 403 or 429) in the last ten minutes, and blocks an IP address at 10,000. Until the count drops, I only answer commands and clicks. The lines above list the refused calls.`,
  /** A paused member's appeal. `endsAt` in seconds since the epoch. */
  appeal: (userId: string, endsAt: number) =>
    `<@${userId}> is paused until <t:${endsAt}:f> and asks you to end the pause early: \`npm run block -- end-pause ${userId}\``,
  appealSays: 'They wrote:',
};
