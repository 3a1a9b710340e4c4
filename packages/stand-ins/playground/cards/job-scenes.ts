import { payloadOf } from '../../../../src/discord/cards/card.ts';
import { type MessageForm, renderJob, WHOLE } from '../../../../src/discord/cards/job-card.ts';
import { renderReport } from '../../../../src/discord/cards/report-card.ts';
import { ERRORS, type ErrorCode } from '../../../../src/errors/errors.ts';
import type { Facts } from '../../../../src/say/facts.ts';
import type { Job } from '../../../../src/jobs/job.ts';
import type { Observed } from '../../../../src/jobs/observations.ts';
import type { Report } from '../../../../src/moderation/report.ts';
import { REPORT_REASONS } from '../../../../src/policy/report-reasons.ts';
import { builtInRecipes } from '../../../../src/recipes/built-in.ts';
import { stepsOf } from '../../../../src/recipes/picture-steps.ts';
import { text } from '../../../../src/recipes/text.ts';
import { ASKED_AT, sampleJob, sampleRequest, wantedOf } from './sample-job.ts';
import { sampleReport } from './sample-report.ts';
import type { CardView } from './view.ts';

/** What is drawn in one language, by what it is about. */
export type Drawn<What> = readonly (readonly [about: string, what: What])[];

const NOW = ASKED_AT + 60_000;
const MEMBER = '400000000000000002';
const STEPS = stepsOf(text, [...builtInRecipes.values()]);

const PICTURES = [1, 2, 3, 4].map((n) => ({ file: `k3f9x2ab-${n}.png`, format: 'png' as const }));

export const DONE = {
  state: 'completed',
  finishedAt: ASKED_AT + 48_000,
  executionMs: 8_400,
  pictures: PICTURES.slice(0, 1),
  wanted: wantedOf(sampleRequest({ steps: 28, cfg: 6, aspectRatio: '16:9' })),
} as const;

/** Facts that every error finds its own among. */
export const FACTS: Facts = {
  option: 'steps',
  problem: 'number',
  min: 15,
  max: 50,
  who: MEMBER,
  at: Math.floor(NOW / 1000) + 600,
  state: 'completed',
  term: 'nude',
  count: 5,
  minutes: 10,
  owner: 'Ada',
  permissions: ['AttachFiles', 'EmbedLinks'],
  limit: 'picturesADay',
  whose: 'server',
  value: 20,
  most: 20,
  left: 3,
  command: 'imagine',
  job: 'a7c2m4qz',
};

/** Every state and outcome of a job, as its message shows it. */
export function jobScenes(locale: string): Drawn<CardView> {
  const shown = (parts: Partial<Job>, observed: Observed = {}, form: Partial<MessageForm> = {}) =>
    viewOf(
      renderJob(
        sampleJob({ ...parts, locale, guildLocale: locale }),
        observed,
        NOW,
        { ...WHOLE, ...form },
        STEPS,
      ),
    );
  const several = { ...DONE, count: 4, pictures: PICTURES };
  const hidden = { ...DONE, visibility: 'hidden' } as const;
  const asks = { userId: MEMBER, messageId: '600000000000000002' };
  const origin = { job: 'a7c2m4qz', message: LINKED, picture: 1 };
  return [
    ['asks for consent to a face', shown({ state: 'awaiting_consent' })],
    [
      'asks for consent to a picture',
      shown({
        state: 'awaiting_consent',
        wanted: { ...wantedOf(sampleRequest()), consentAbout: 'pictures' },
      }),
    ],
    [
      'asks the poster of a picture',
      shown({
        state: 'awaiting_consent',
        asks,
        acceptedAt: undefined,
        wanted: { ...wantedOf(sampleRequest()), consentAbout: 'pictures' },
      }),
    ],
    [
      'asks the poster of a face',
      shown({ state: 'awaiting_consent', asks, acceptedAt: undefined }),
    ],
    ['waits', shown({ state: 'ready' }, { place: 4, likelyAt: NOW + 90_000 })],
    ['waits, far behind', shown({ state: 'ready' }, { place: 400 })],
    ['waits for its own', shown({ state: 'ready' }, { waitsForOwn: true })],
    [
      'waits, private',
      shown(
        { state: 'ready', private: true, ephemeral: true },
        { place: 2, likelyAt: NOW + 900_000 },
      ),
    ],
    ...(['cold', 'none', 'asleep', 'throttled', 'unhealthy'] as const).map(
      (holdUp) =>
        [`is queued, ${holdUp}`, shown({ state: 'queued' }, { ahead: 3, holdUp })] as const,
    ),
    ['is queued, key refused', shown({ state: 'queued' }, { keyRefused: true })],
    ['is queued, storage fails', shown({ state: 'queued' }, { storageFails: true })],
    [
      'is between two pictures',
      shown({ state: 'ready', count: 4, madeSoFar: PICTURES.slice(0, 1) }),
    ],
    ['works', shown({ state: 'running', startedAt: NOW - 5_000 })],
    [
      'works, known',
      shown({ state: 'running' }, { progress: 0.48, readyAt: NOW + 9_000, lateAt: NOW + 40_000 }),
    ],
    [
      'works, with a preview',
      shown({ state: 'running' }, { progress: 0.48, readyAt: NOW, preview: Buffer.from('x') }),
    ],
    ['is done, not stored yet', shown({ state: 'running' }, { unstored: true })],
    ['is done', shown(DONE)],
    ['is done, several', shown(several)],
    ['is done, some failed', shown({ ...several, pictures: PICTURES.slice(0, 2) })],
    ['is done, derived', shown({ ...DONE, origin: { ...origin, step: 'vary' } })],
    ...(['again', 'upscale', 'edit', 'start'] as const).map(
      (step) => [`is done, ${step}`, shown({ ...DONE, origin: { ...origin, step } })] as const,
    ),
    [
      'is done, from one without a link',
      shown({ ...DONE, origin: { ...origin, step: 'again', message: undefined } }),
    ],
    ['is done, shown smaller', shown(DONE, {}, { picture: 'smaller' })],
    ['is done, without its prompt', shown(DONE, {}, { words: false })],
    ['is done, not taken by Discord', shown(DONE, {}, { picture: 'none' })],
    ['is done, no longer stored', shown(DONE, {}, { picture: 'gone' })],
    ['is done, covered by a report', shown({ ...DONE, coveredByReport: true })],
    ...REPORT_REASONS.map(
      (hiddenBecause) =>
        [`is hidden, ${hiddenBecause}`, shown({ ...hidden, hiddenBecause })] as const,
    ),
    ['is hidden, without a channel', shown({ ...hidden, lapsesAt: NOW + 90_000_000 })],
    ['is hidden with its source', shown({ ...hidden, hiddenWith: 'b', lapsesAt: NOW })],
    ['is removed', shown({ ...DONE, visibility: 'removed' })],
    ['is removed with its source', shown({ ...DONE, visibility: 'removed', hiddenWith: 'b' })],
    [
      'is removed, consent withdrawn',
      shown({ ...DONE, visibility: 'removed', consentWithdrawn: 'another' }),
    ],
    ['failed, may be charged', shown({ state: 'failed', errorCode: 'service_busy', attempt: 1 })],
    ['cancelled by a member', shown({ state: 'cancelled', cancelledBy: MEMBER, finishedAt: NOW })],
    ['cancelled by RunPod', shown({ state: 'cancelled', cancelledBy: 'runpod', finishedAt: NOW })],
    ['cancelled by nobody known', shown({ state: 'cancelled', finishedAt: NOW })],
  ];
}

const LINKED = {
  guildId: '300000000000000001',
  channelId: '350000000000000001',
  messageId: '600000000000000003',
};

/** Every error, in a job's message. */
export function errorScenes(locale: string): Drawn<CardView> {
  return Object.keys(ERRORS).map((code) => {
    const parts = { errorCode: code as ErrorCode, errorFacts: FACTS, locale, guildLocale: locale };
    return [code, viewOf(renderJob(sampleJob({ state: 'failed', ...parts }), {}, NOW))] as const;
  });
}

/** Reports, as moderators see them. */
export function reportScenes(locale: string): Drawn<CardView> {
  const shown = (parts: Partial<Report>, job?: Partial<Job>, joined: readonly string[] = []) =>
    viewOf(
      renderReport(sampleReport(parts), job && sampleJob(job), {
        words: true,
        joined,
        language: locale,
      }),
    );
  const decided = { decidedBy: MEMBER, decidedAt: NOW } as const;
  return [
    ...REPORT_REASONS.map((reason) => [`reported: ${reason}`, shown({ reason }, DONE)] as const),
    ['hidden', shown({}, { ...DONE, visibility: 'hidden' })],
    ['a spoiler', shown({}, { ...DONE, coveredByReport: true })],
    ['by several', shown({}, DONE, ['400000000000000003', 'p-0a', '400000000000000004'])],
    ['nothing left', shown({})],
    ['removed', shown({ decision: 'removed', ...decided }, DONE)],
    ['kept', shown({ decision: 'restored', ...decided }, DONE)],
    ['erased', shown({ decision: 'removed', decidedBy: 'its requester', decidedAt: NOW })],
    [
      'removed with its source',
      shown({ decision: 'removed', decidedBy: 'its source', decidedAt: NOW }),
    ],
  ];
}

/** A card as the page shows it: files by their names and texts, without their bytes. */
export function viewOf(card: Parameters<typeof payloadOf>[0]): CardView {
  const { body } = payloadOf(card);
  const { content = '', embeds, components, attachments } = body;
  return {
    content,
    embeds,
    components,
    files: attachments.map(({ filename = '', description }) => ({
      name: filename,
      alt: description ?? undefined,
    })),
  };
}
