import fc from 'fast-check';
import { MessageCreateRequestSchema, MessageEditRequestPartialSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { say } from '../../../src/say/say.ts';
import { ERRORS } from '../../../src/errors/errors.ts';
import { payloadOf } from '../../../src/discord/cards/card.ts';
import { renderJob } from '../../../src/discord/cards/job-card.ts';
import { duration, stamp } from '../../../src/discord/cards/text.ts';
import { type Job, JOB_STATES } from '../../../src/jobs/job.ts';
import { checkMessageRules } from '../../../packages/stand-ins/discord/message-rules.ts';
import { FormErrors } from '../../../packages/stand-ins/discord/discord-error.ts';
import {
  ASKED_AT,
  sampleFaceRequest,
  sampleJob,
  wantedOf,
} from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const LONGEST_PROMPT = 1500;

/** A job with the most of everything else. */
function fullJob(prompt: string, parts: Partial<Job> = {}): Job {
  return sampleJob({
    wanted: wantedOf(
      sampleFaceRequest({
        prompt,
        cfg: 14.12345678901234,
        denoise: 0.12345678901234568,
        faceWeight: 1.2345678901234567,
        seed: Number.MAX_SAFE_INTEGER,
        sampler: 'euler_ancestral',
        scheduler: 'sgm_uniform',
      }),
    ),
    models: { ...sampleJob().models, checkpoint: `${'x'.repeat(243)}.safetensors` },
    startedAt: ASKED_AT,
    finishedAt: ASKED_AT + 86_400_000,
    executionMs: 86_400_000,
    pictures: Array.from({ length: 10 }, (_, index) => ({
      file: `k3f9x2ab-${index + 1}.png`,
      format: 'png' as const,
    })),
    cancelledBy: '400000000000000002',
    ...parts,
  });
}

/** What Discord would refuse in a job's message; its own schemas, and the rules these miss. */
function problemsOf(job: Job): unknown {
  const observed = { progress: 0.5, expectedMs: 60_000, ahead: 999, preview: Buffer.alloc(1) };
  const { body } = payloadOf(renderJob(job, observed, ASKED_AT + 30_000));
  const sent: unknown = JSON.parse(JSON.stringify(body));
  const errors = new FormErrors();
  const names = body.attachments.map(({ filename }) => filename ?? '');
  checkMessageRules(body, { names, flags: 0 }, [], errors);
  errors.throwIfAny();
  return [MessageCreateRequestSchema, MessageEditRequestPartialSchema].flatMap(
    (schema) => schema.safeParse(sent).error?.issues ?? [],
  );
}

describe('a message', () => {
  it.each([
    ['words', 'word '],
    ['escaped marks', '*'],
    ['runs of marks', '\\_~|`<@#['],
    ['empty lines', '\n'],
    ['lists', '- \n'],
    ['quotes', '>\n'],
    ['addresses', 'https://x.test '],
    ['characters of two units', '🦊'],
    ['characters of many', '👩‍👩‍👧‍👦'],
    ['right-to-left words', 'שלום '],
    ['marks that reorder', '\u202Eabc\u202C'],
    ['characters that cannot be seen', '\u0000\u200B'],
  ])('fits Discord in every state for the longest prompt of %s', (_, piece) => {
    const prompt = Array.from(piece.repeat(LONGEST_PROMPT)).slice(0, LONGEST_PROMPT).join('');
    for (const state of JOB_STATES) expect(problemsOf(fullJob(prompt, { state }))).toEqual([]);
  });

  it('fits Discord for any prompt', () => {
    const unit = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('\n', '*', '-', ' ', '>', '@', '1.', '🦊', '`') },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    );
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: LONGEST_PROMPT, size: 'max' }),
        fc.constantFrom('running', 'completed'),
        (units, state) => {
          const prompt = Array.from(units.join('')).slice(0, LONGEST_PROMPT).join('');
          expect(problemsOf(fullJob(prompt, { state }))).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each(Object.keys(ERRORS))('fits Discord for the error %s', (code) => {
    const errorCode = code as Job['errorCode'];
    expect(problemsOf(fullJob('x'.repeat(LONGEST_PROMPT), { state: 'failed', errorCode }))).toEqual(
      [],
    );
  });

  it('cuts the alt text of a long prompt, and never in the middle of a character', () => {
    const job = fullJob('🦊'.repeat(LONGEST_PROMPT), { state: 'completed' });
    const [attachment] = payloadOf(renderJob(job, {}, ASKED_AT)).body.attachments;
    expect(attachment?.description).toMatch(/^(🦊)+…$/u);
  });

  it('has the whole of a shorter prompt as the alt text', () => {
    const prompt = '*'.repeat(1024);
    const job = fullJob(prompt, { state: 'completed' });
    expect(payloadOf(renderJob(job, {}, ASKED_AT)).body.attachments[0]?.description).toBe(prompt);
  });
});

describe('times', () => {
  it.each([
    [0, '1 s'],
    [1_499, '1 s'],
    [59_499, '59 s'],
    [59_500, '1 min 0 s'],
    [185_000, '3 min 5 s'],
    [3_600_000, '60 min 0 s'],
  ])('of %s ms are written as %s', (ms, text) => {
    expect(duration(ms, say())).toBe(text);
  });

  it("are Discord's own stamps, of whole seconds", () => {
    expect(stamp(1_900_000_000_999)).toBe('<t:1900000000:R>');
  });
});
