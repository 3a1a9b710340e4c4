import { REST, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { type ButtonHandler, on } from '../../src/discord/intake/handlers.ts';
import { parseCustomId, type CustomId } from '../../src/discord/interactions/custom-id.ts';
import { openDispatch } from '../discord/intake/dispatch-bench.ts';
import { quietAnswer } from './scene.ts';

const JOB = 'k3f9x2ab';
const REPORT = 'r7w4n2pq';
const PERSON = '400000000000000001';

type Posted = readonly [action: string, customId: string, subject: string];

/**
 * Every button that was ever posted, by its action: they stand in channels, and are to work for as
 * long as they do. Nothing is taken from here; what is posted otherwise from now on is added.
 */
const POSTED: readonly Posted[] = [
  ['cancel', `v1:cancel:${JOB}`, JOB],
  ['consent', `v1:consent:${JOB}`, JOB],
  ['retry', `v1:retry:${JOB}`, JOB],
  ['report', `v1:report:${JOB}`, JOB],
  ...[0, 1, 2, 3, 4].map(
    (reason) => ['report-for', `v1:report-for:${JOB}:${reason}`, JOB] as const,
  ),
  ['remove', `v1:remove:${REPORT}`, REPORT],
  ['restore', `v1:restore:${REPORT}`, REPORT],
  ['look', `v1:look:${REPORT}`, REPORT],
  ['block-requester', `v1:block-requester:${REPORT}`, REPORT],
  ['block-reporter', `v1:block-reporter:${REPORT}`, REPORT],
  ['privacy-export', `v1:privacy-export:${PERSON}`, PERSON],
  ['privacy-withdraw', `v1:privacy-withdraw:${PERSON}`, PERSON],
  ['privacy-erase', `v1:privacy-erase:${PERSON}`, PERSON],
  ['privacy-erase-now', `v1:privacy-erase-now:${PERSON}`, PERSON],
  ['privacy-keep', `v1:privacy-keep:${PERSON}`, PERSON],
];

/** The same as they are posted since custom ids say what they are about. */
const POSTED_SINCE_V2: readonly Posted[] = [
  ...['cancel', 'consent', 'retry', 'report'].map(
    (action) => [action, `v2:${action}:job:${JOB}`, JOB] as const,
  ),
  ...[0, 1, 2, 3, 4].map(
    (reason) => ['report-for', `v2:report-for:job:${JOB}:${reason}`, JOB] as const,
  ),
  ...['remove', 'restore', 'look', 'block-requester', 'block-reporter'].map(
    (action) => [action, `v2:${action}:report:${REPORT}`, REPORT] as const,
  ),
  ...['export', 'withdraw', 'erase', 'erase-now', 'keep'].map(
    (what) => [`privacy-${what}`, `v2:privacy-${what}:person:${PERSON}`, PERSON] as const,
  ),
];

/** Those under results, and in the panel about one. */
const POSTED_UNDER_RESULTS: readonly Posted[] = [
  ...['again', 'vary', 'upscale', 'edit', 'more'].map(
    (action) => [action, `v2:${action}:job:${JOB}`, JOB] as const,
  ),
  ...['start', 'details', 'original', 'save', 'delete', 'delete-now', 'report', 'more', 'vary'].map(
    (action) => [action, `v2:${action}:job:${JOB}:3`, JOB] as const,
  ),
  ['edit', `v2:edit:job:${JOB}:0=1`, JOB],
  ['next', `v2:next:job:${JOB}:0=flux-dev`, JOB],
];

/** Those about messages that show no job, and what came with them. */
const POSTED_ABOUT_MESSAGES: readonly Posted[] = [
  ...['agree', 'decline', 'show-prompt'].map(
    (action) => [action, `v2:${action}:job:${JOB}`, JOB] as const,
  ),
  ['found', `v2:found:message:${PERSON}=imagine`, PERSON],
  ...['use-start', 'use-face'].map(
    (action) => [action, `v2:${action}:message:${PERSON}`, PERSON] as const,
  ),
];

/** Those that came after them. */
const POSTED_LATER: readonly Posted[] = [
  ['settings', `v2:settings:person:${PERSON}`, PERSON],
  ...['notify', 'private', 'spoiler', 'askable', 'named']
    .map((name) => `settings-${name}`)
    .flatMap((action) =>
      [0, 1].map((on) => [action, `v2:${action}:person:${PERSON}:${on}`, PERSON] as const),
    ),
  ...['settings-reset', 'settings-reset-now'].map(
    (action) => [action, `v2:${action}:person:${PERSON}`, PERSON] as const,
  ),
  ['defaults-forget', `v2:defaults-forget:person:${PERSON}=upscale`, PERSON],
  ['jobs-page', `v2:jobs-page:person:${PERSON}=failed-o-mhx4k2p9-5k`, PERSON],
  ['jobs-words', `v2:jobs-words:person:${PERSON}=all`, PERSON],
  ...['jobs-cancel', 'jobs-cancel-now', 'jobs-keep'].map(
    (action) => [action, `v2:${action}:person:${PERSON}`, PERSON] as const,
  ),
  ['appeal', `v2:appeal:person:${PERSON}`, PERSON],
  ['nobody', `v2:nobody:job:${JOB}`, JOB],
  ['agree-nobody', `v2:agree-nobody:job:${JOB}`, JOB],
  ['help', `v2:help:person:${PERSON}=commands`, PERSON],
];

/** Those for moderators, server managers and operators. */
const POSTED_TO_MANAGERS: readonly Posted[] = [
  ['private-page', `v2:private-page:person:${PERSON}=completed-o-mhx4k2p9-5k`, PERSON],
  ['private-remove', `v2:private-remove:job:${JOB}`, JOB],
  ['block-all', `v2:block-all:report:${REPORT}`, REPORT],
  ['limits', `v2:limits:person:${PERSON}`, PERSON],
  ['limits-replace', `v2:limits-replace:person:${PERSON}=0123456789abcdef`, PERSON],
  ['usage-where', `v2:usage-where:person:${PERSON}=waiting_command_90_everywhere`, PERSON],
  ['workflow-page', `v2:workflow-page:person:${PERSON}:1`, PERSON],
];

const { buttons } = handlersFor({ faces: true });
const ACTIONS = buttons.map(({ action }) => action);

describe('a button that was posted by an earlier version', () => {
  it.each([
    ...POSTED,
    ...POSTED_SINCE_V2,
    ...POSTED_LATER,
    ...POSTED_TO_MANAGERS,
    ...POSTED_UNDER_RESULTS,
    ...POSTED_ABOUT_MESSAGES,
  ])('to %s is read as it was meant: %s', (action, customId, subject) => {
    const id = parseCustomId(customId);
    expect(id?.action).toBe(action);
    expect(JSON.stringify(id)).toContain(`"${subject}"`);
  });

  it('is there for every handler that there is, and the other way round', () => {
    const actions = (posted: readonly Posted[]) => posted.map(([action]) => action);
    expect(new Set(actions(POSTED))).toEqual(new Set(actions(POSTED_SINCE_V2)));
    const all = [
      ...POSTED_SINCE_V2,
      ...POSTED_LATER,
      ...POSTED_TO_MANAGERS,
      ...POSTED_UNDER_RESULTS,
      ...POSTED_ABOUT_MESSAGES,
    ];
    expect(new Set(actions(all))).toEqual(new Set(ACTIONS));
  });

  it.each([
    ['before', POSTED],
    ['since', POSTED_SINCE_V2],
    ['under results', POSTED_UNDER_RESULTS],
    ['about messages', POSTED_ABOUT_MESSAGES],
    ['later', POSTED_LATER],
    ['to managers', POSTED_TO_MANAGERS],
  ])('is taken to what it is for: %s', async (_, posted) => {
    const says = (action: string): ButtonHandler<object, CustomId> => {
      return ({ customId }) =>
        Promise.resolve({ kind: 'quiet', message: { text: [`${action} by ${customId}`] } });
    };
    const { discord } = await openDispatch(
      {
        commands: [],
        messageCommands: [],
        buttons: buttons.map(({ subject, action }) => on(subject, action, says(action))),
        selects: [],
        modals: [],
      },
      {},
    );
    const { people, channels } = discord.world;
    const rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
    // Members press their own.
    const asAda = posted.map(
      ([action, customId, subject]) =>
        [action, customId.replace(PERSON, people.ada.id), subject] as const,
    );
    await rest.post(Routes.channelMessages(channels.general.id), { body: withButtons(asAda) });
    const [message] = discord.messages(channels.general);
    if (!message) throw new Error('nothing was posted');
    for (const [action, customId] of asAda) {
      const click = await discord.click({ by: people.ada, message, customId });
      expect(await quietAnswer(click)).toBe(`${action} by ${customId}`);
    }
  });
});

/** One message with them all, in rows of five. */
function withButtons(posted: readonly Posted[]): object {
  const all = posted.map(([label, custom_id]) => ({ type: 2, style: 2, label, custom_id }));
  const rows = [0, 5, 10, 15, 20].map((from) => all.slice(from, from + 5));
  return {
    content: 'of long ago',
    components: rows
      .filter(({ length }) => length > 0)
      .map((components) => ({ type: 1, components })),
  };
}
