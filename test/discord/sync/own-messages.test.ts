import { describe, expect, it } from 'vitest';
import {
  findJobMessage,
  findReportMessage,
  isAnsweredWith,
} from '../../../src/discord/sync/own-messages.ts';
import { payloadOf } from '../../../src/discord/cards/card.ts';
import { renderReport } from '../../../src/discord/cards/report-card.ts';
import { renderJob } from '../../../src/discord/cards/job-card.ts';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import { Messages } from '../../../src/discord/rest/messages.ts';
import { JOB_STATES } from '../../../src/jobs/job.ts';
import { ASKED_AT, sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';
import { sampleReport } from '../../../packages/stand-ins/playground/cards/sample-report.ts';
import { HELLO, openMessages } from '../rest/messages-bench.ts';
import { refusal } from '../rest/refusal.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

describe("a job's message", () => {
  it('is found among others', async () => {
    const { messages, channelId } = await openMessages();
    const job = { id: 'k3f9x2ab', channelId, answeredInteractionId: '1', postingAt: undefined };
    const footed = (text: string) => ({
      body: messageBody({ embeds: [{ description: 'a lighthouse', footer: { text } }] }),
    });
    await messages.create(channelId, footed('job another1'), 'another1');
    expect(await findJobMessage(messages, job)).toBeUndefined();
    const posted = await messages.create(channelId, footed('job k3f9x2ab'), job.id);
    await messages.create(channelId, HELLO, 'later');
    expect(await findJobMessage(messages, job)).toBe(posted);
  });

  it.each([
    ['no author', { id: '9' }],
    ['nothing but null', { id: '9', author: null, interaction_metadata: null, embeds: null }],
    ['an embed of another kind', { id: '9', author: { id: '7' }, embeds: [{ footer: {} }] }],
    ['a footer that is null', { id: '9', author: { id: '7' }, embeds: [{ footer: null }] }],
    ['parts of another kind', { id: '9', author: { id: '7' }, components: [null, { content: 1 }] }],
  ])('is found beside a message with %s', async (_, other) => {
    const { discord, messages, channelId } = await openMessages();
    const its = { id: '10', author: { id: '7' }, interaction_metadata: { id: '1' }, embeds: [] };
    const answer = { status: 200, headers: JSON_HEADERS, body: JSON.stringify([its, other]) };
    discord.rest.fault({ method: 'GET', path: /messages$/, answer });
    const job = { id: 'k3f9x2ab', channelId, answeredInteractionId: '1', postingAt: undefined };
    expect(await findJobMessage(messages, job)).toBe('10');
  });

  it('is found where it was posted long after what it answers', async () => {
    const { discord, messages, channelId } = await openMessages();
    const job = { id: 'k3f9x2ab', channelId, answeredInteractionId: '1' };
    const chatter = async (count: number) => {
      for (let said = 0; said < count; said += 1) await messages.create(channelId, HELLO);
    };
    await chatter(520);
    const embed = { description: 'a lighthouse', footer: { text: 'job k3f9x2ab' } };
    const posted = await messages.create(channelId, { body: messageBody({ embeds: [embed] }) });
    await chatter(120);
    // As by a clock that is a minute ahead of Discord's.
    const postingAt = Number((BigInt(posted) >> 22n) + 1_420_070_400_000n) + 60_000;
    expect(await findJobMessage(messages, { ...job, postingAt: undefined })).toBeUndefined();
    expect(await findJobMessage(messages, { ...job, postingAt })).toBe(posted);
    expect(discord.rest.requests.filter(({ method }) => method === 'GET').length).toBeLessThan(20);
  });

  it("is none of anybody else's, whatever that says", async () => {
    const { discord, calls, messages, channelId } = await openMessages();
    const embed = { description: 'mine', footer: { text: 'job k3f9x2ab' } };
    await messages.create(channelId, { body: messageBody({ embeds: [embed] }) });
    const another = new Messages(calls, { applicationId: discord.applicationId, userId: '7' });
    const job = { id: 'k3f9x2ab', channelId, answeredInteractionId: '1', postingAt: undefined };
    expect(await findJobMessage(another, job)).toBeUndefined();
  });

  it.each(JOB_STATES)('is found as it is while its job is %s', async (state) => {
    const { messages, channelId } = await openMessages();
    const job = sampleJob({ channelId, answeredInteractionId: '1', state });
    const { body } = payloadOf(renderJob(job, {}, ASKED_AT));
    const posted = await messages.create(channelId, { body });
    expect(await findJobMessage(messages, job)).toBe(posted);
    expect(await findJobMessage(messages, { ...job, id: 'another1' })).toBeUndefined();
  });

  it('is not that of a report about it', async () => {
    const { messages, channelId } = await openMessages();
    const job = sampleJob({ channelId, answeredInteractionId: '1' });
    const { body } = payloadOf(renderReport(sampleReport(), job));
    await messages.create(channelId, { body });
    expect(await findJobMessage(messages, job)).toBeUndefined();
  });
});

describe("a report's message", () => {
  it('is found since the time of the report, among others', async () => {
    const { discord, calls, messages, channelId } = await openMessages();
    const report = sampleReport({ reportedAt: Date.now() });
    const post = (one: typeof report) =>
      messages.create(channelId, { body: payloadOf(renderReport(one, undefined)).body });
    await post({ ...report, id: 'another1' });
    expect(await findReportMessage(messages, channelId, report)).toBeUndefined();
    const posted = await post(report);
    expect(await findReportMessage(messages, channelId, report)).toBe(posted);
    const another = new Messages(calls, { applicationId: discord.applicationId, userId: '7' });
    expect(await findReportMessage(another, channelId, report)).toBeUndefined();
  });
});

describe('an interaction', () => {
  const ANSWER = { method: 'GET', path: /webhooks/ };
  const interaction = { id: '1', token: 'a-token' };

  it.each([
    ['by its button', { components: [{ components: [{ custom_id: 'v1:cancel:k3f9x2ab' }] }] }],
    ['by its foot', { embeds: [{ footer: { text: 'job k3f9x2ab' } }] }],
    ['by its file', { attachments: [{ filename: 'k3f9x2ab-1.png' }] }],
  ])('is answered with the message of a job that is known %s, and of no other', async (_, body) => {
    const { discord, messages } = await openMessages();
    const answer = {
      status: 200,
      headers: JSON_HEADERS,
      body: JSON.stringify({ id: '9', ...body }),
    };
    discord.rest.fault({ ...ANSWER, times: 2, answer });
    expect(await isAnsweredWith(messages, interaction, { id: 'k3f9x2ab' })).toBe(true);
    expect(await isAnsweredWith(messages, interaction, { id: 'another1' })).toBe(false);
  });

  it('that was not answered with a message is answered with none of its', async () => {
    const { discord, messages } = await openMessages();
    discord.rest.fault({ ...ANSWER, answer: refusal(404, 10_008) });
    expect(await isAnsweredWith(messages, interaction, { id: 'k3f9x2ab' })).toBe(false);
  });

  it.each([
    { embeds: [{ footer: {} }] },
    { embeds: 'none' },
    { components: [{ components: [{ custom_id: 1 }] }] },
    { attachments: [{}] },
  ])('with an answer that cannot be read may be either: %j', async (body) => {
    const { discord, messages } = await openMessages();
    const answer = {
      status: 200,
      headers: JSON_HEADERS,
      body: JSON.stringify({ id: '9', ...body }),
    };
    discord.rest.fault({ ...ANSWER, answer });
    await expect(isAnsweredWith(messages, interaction, { id: 'k3f9x2ab' })).rejects.toThrow();
  });
});
