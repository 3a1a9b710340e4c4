import { builtInRecipes } from '../../../src/recipes/built-in.ts';
import { text } from '../../../src/recipes/text.ts';
import { stepsOf } from '../../../src/recipes/picture-steps.ts';
import { expect, it } from 'vitest';
import type { Observed } from '../../../src/jobs/observations.ts';
import { type MessageForm, renderJob } from '../../../src/discord/cards/job-card.ts';
import { payloadOf } from '../../../src/discord/cards/card.ts';
import { renderReport, type ReportForm } from '../../../src/discord/cards/report-card.ts';
import { type Job, JOB_STATES } from '../../../src/jobs/job.ts';
import { REPORT_REASONS } from '../../../src/policy/report-reasons.ts';
import type { Report } from '../../../src/moderation/report.ts';
import {
  ASKED_AT,
  sampleJob,
  sampleFaceRequest,
  sampleRequest,
  wantedOf,
} from '../../../packages/stand-ins/playground/cards/sample-job.ts';
import { sampleReport } from '../../../packages/stand-ins/playground/cards/sample-report.ts';

const NOW = ASKED_AT + 60_000;
const PICTURES = ['png', 'jpeg', 'webp'].map((format, index) => ({
  file: `k3f9x2ab-${index + 1}.${format === 'jpeg' ? 'jpg' : format}`,
  format: format as 'png' | 'jpeg' | 'webp',
}));
const [PICTURE] = PICTURES;
const DONE = {
  state: 'completed',
  finishedAt: ASKED_AT + 48_000,
  executionMs: 8_400,
  pictures: PICTURE ? [PICTURE] : [],
} as const;

const STEPS = stepsOf(text, [...builtInRecipes.values()]);

const FORMS: readonly MessageForm[] = [true, false].flatMap((words) =>
  (['original', 'smaller', 'none', 'gone'] as const).map((picture) => ({ words, picture })),
);

function jobMessage(parts: Partial<Job>, observed: Observed = {}, form?: MessageForm): unknown {
  return payloadOf(renderJob(sampleJob(parts), observed, NOW, form, STEPS));
}

function reportMessage(
  parts: Partial<Report>,
  job?: Partial<Job>,
  form: ReportForm = { words: true },
): unknown {
  return payloadOf(renderReport(sampleReport(parts), job && sampleJob(job), form)).body;
}

/** Every kind of message, by what it is about. */
const MESSAGES: readonly (readonly [string, unknown])[] = [
  ...JOB_STATES.map((state) => [state, jobMessage({ state })] as const),
  ['ready, in line', jobMessage({ state: 'ready' }, { place: 4 })],
  ['ready, likely at a time', jobMessage({ state: 'ready' }, { place: 4, likelyAt: NOW + 90_000 })],
  [
    'ready, private, likely to go on directly',
    jobMessage(
      { state: 'ready', private: true, ephemeral: true },
      { waitsForOwn: true, likelyAt: NOW + 900_000 },
    ),
  ],
  ['queued, held up', jobMessage({ state: 'queued' }, { ahead: 3, holdUp: 'cold' })],
  ['queued, key refused', jobMessage({ state: 'queued' }, { keyRefused: true })],
  ['running, known', jobMessage({ state: 'running' }, { progress: 0.48, readyAt: NOW + 9_000 })],
  ...FORMS.map((form) => [`done as ${JSON.stringify(form)}`, jobMessage(DONE, {}, form)] as const),
  ['done, three pictures', jobMessage({ ...DONE, pictures: PICTURES })],
  ['done, three smaller', jobMessage({ ...DONE, pictures: PICTURES }, {}, FORMS[1])],
  ['done, without a picture', jobMessage({ ...DONE, pictures: [] })],
  [
    'done, of a face',
    jobMessage({ ...DONE, wanted: wantedOf(sampleFaceRequest({ denoise: 0.4 })) }),
  ],
  [
    'done, a long prompt',
    jobMessage({ ...DONE, wanted: wantedOf(sampleRequest({ prompt: '*\n'.repeat(700) })) }),
  ],
  ...REPORT_REASONS.map(
    (hiddenBecause) =>
      [
        `hidden, ${hiddenBecause}`,
        jobMessage({ ...DONE, visibility: 'hidden', hiddenBecause }),
      ] as const,
  ),
  ['hidden, lapses', jobMessage({ ...DONE, visibility: 'hidden', lapsesAt: NOW + 9_000 })],
  ['removed', jobMessage({ ...DONE, visibility: 'removed' })],
  ['hidden with its source', jobMessage({ ...DONE, visibility: 'hidden', hiddenWith: 'b' })],
  ['removed with its source', jobMessage({ ...DONE, visibility: 'removed', hiddenWith: 'b' })],
  [
    'failed, with facts',
    jobMessage({ state: 'failed', errorCode: 'took_too_long', errorFacts: { minutes: '10' } }),
  ],
  [
    'failed, may be charged',
    jobMessage({ state: 'failed', errorCode: 'service_busy', attempt: 1 }),
  ],
  [
    'failed, its question',
    jobMessage({ state: 'expired', ephemeral: true, errorCode: 'consent_lapsed' }),
  ],
  [
    'cancelled by RunPod',
    jobMessage({ state: 'cancelled', cancelledBy: 'runpod', finishedAt: NOW }),
  ],
  ['cancelled by a person', jobMessage({ state: 'cancelled', cancelledBy: '4', finishedAt: NOW })],
  ...REPORT_REASONS.map(
    (reason) => [`report, ${reason}`, reportMessage({ reason }, DONE)] as const,
  ),
  ['report, hidden', reportMessage({}, { ...DONE, visibility: 'hidden' })],
  ['report, without words', reportMessage({}, DONE, { words: false })],
  [
    'report, by several members',
    reportMessage({}, DONE, { words: true, joined: ['11', 'p-0a', '13', '14', '15', '16'] }),
  ],
  ['report, without files', reportMessage({}, { ...DONE, pictures: [] })],
  ['report, erased', reportMessage({ reporterId: 'p-0a' }, { ...DONE, erasedAt: NOW })],
  ['report, without a job', reportMessage({})],
  ['report, removed', reportMessage({ decision: 'removed', decidedBy: '5', decidedAt: NOW }, DONE)],
  [
    'report, kept',
    reportMessage({ decision: 'restored', decidedBy: 'p-0b', decidedAt: NOW }, DONE),
  ],
  [
    'report, erased by its requester',
    reportMessage({ decision: 'removed', decidedBy: 'its requester', decidedAt: NOW }),
  ],
  [
    'report, removed with its source',
    reportMessage({ decision: 'removed', decidedBy: 'its source', decidedAt: NOW }, DONE),
  ],
];

it('every message is sent as it always was, to the byte', async () => {
  const sent = MESSAGES.map(([about, message]) => `${about}\n${JSON.stringify(message)}\n`);
  await expect(sent.join('\n')).toMatchFileSnapshot('./sent-messages.txt');
});
