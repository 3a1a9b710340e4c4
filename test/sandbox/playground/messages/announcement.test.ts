import { InteractionType, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../../../src/discord/cards/card.ts';
import { renderJob } from '../../../../src/discord/cards/job-card.ts';
import type { Job } from '../../../../src/jobs/job.ts';
import type { Observed } from '../../../../src/jobs/observations.ts';
import {
  alreadyTold,
  announcement,
  newAnnouncements,
} from '../../../../packages/stand-ins/playground/page/messages/announcement.ts';
import type { MessageView } from '../../../../packages/stand-ins/playground/wire.ts';
import { ASKED_AT, sampleJob } from '../../../../packages/stand-ins/playground/cards/sample-job.ts';
import {
  ada,
  ADA_ID,
  ben,
  BEN_ID,
  CHANNEL_ID,
  messageView,
  metadata,
  names,
} from './message-views.ts';

function jobView(parts: Partial<Job>, observed: Observed = {}): MessageView {
  const { embeds, components } = payloadOf(renderJob(sampleJob(parts), observed, ASKED_AT)).body;
  return messageView({ embeds, components });
}

const waiting = jobView({ state: 'queued' });
const working = (progress: number) =>
  jobView({ state: 'running', startedAt: ASKED_AT }, { progress, readyAt: ASKED_AT + 9_000 });

describe('what is told of a message', () => {
  it.each<[string, MessageView, string]>([
    ['a job that waits', waiting, 'Darkroom: Waiting for a GPU.'],
    [
      'a job behind others',
      jobView({ state: 'queued' }, { ahead: 3, holdUp: 'cold' }),
      'Darkroom: Waiting for a GPU, 3 ahead, starting a cold worker, usually about 40 s.',
    ],
    ['a job at work', working(0.48), 'Darkroom: 48 percent done.'],
    [
      'what stands in fields',
      messageView({
        embeds: [{ title: 'Status', fields: [{ name: 'Workers', value: '2 ready' }] }],
      }),
      'Darkroom: Status. Workers, 2 ready.',
    ],
    [
      'a link to a message',
      messageView({ content: `https://discord.com/channels/1/${CHANNEL_ID}/2` }),
      'Darkroom: a message in #general.',
    ],
    [
      'a job that failed',
      jobView({ state: 'failed', errorCode: 'key_refused' }),
      "Darkroom: The GPU service refused the bot's key. I've logged it for the operator. Try again later.",
    ],
    [
      'a picture without a description, by the prompt that is quoted over it',
      messageView({
        embeds: [{ description: '> a lighthouse', image: { url: 'https://a.example' } }],
      }),
      'Darkroom: picture ready: a lighthouse',
    ],
    [
      'a picture with a description',
      messageView({ embeds: [{ image: { url: 'https://a.example', description: 'a tower' } }] }),
      'Darkroom: picture ready: a tower',
    ],
    ['words with a time only', messageView({ content: '<t:0:R>' }), 'Darkroom: a time.'],
    [
      'an ephemeral answer',
      messageView({ content: 'Only Ada can.', flags: MessageFlags.Ephemeral }),
      'Only you can see this: Only Ada can.',
    ],
    [
      'an answer that is not there yet',
      messageView({ flags: MessageFlags.Loading }),
      'Darkroom is thinking…',
    ],
    ['what a person says', messageView({ author: ben, content: 'Hi **all**' }), 'Ben: Hi all.'],
    [
      'a file',
      messageView({
        attachments: [
          { id: '1', filename: 'a.json', size: 1, url: 'https://a.example', proxy_url: '' },
        ],
      }),
      'Darkroom: a file, a.json',
    ],
    ['nothing', messageView(), 'Darkroom: a message without text'],
  ])('is short: %s', (_, view, said) => {
    expect(announcement(view, names)).toBe(said);
  });

  it('is cut where it is long', () => {
    const said = announcement(messageView({ content: 'word '.repeat(500) }), names);
    expect(said).toMatch(/^Darkroom: word .*…$/);
    expect(said.length).toBeLessThan(250);
  });
});

describe('what is said', () => {
  const said = (before: readonly MessageView[], after: readonly MessageView[], by = ADA_ID) =>
    newAnnouncements(alreadyTold(before, names), after, names, by).say;

  it('is a new message', () => {
    expect(said([], [waiting])).toEqual(['Darkroom: Waiting for a GPU.']);
  });

  it('is a message that now says something else', () => {
    expect(said([waiting], [working(0)])).toEqual(['Darkroom: 0 percent done.']);
  });

  it('is not each percent', () => {
    expect(said([working(0.1)], [working(0.2)])).toEqual([]);
  });

  it('is not what stayed the same', () => {
    expect(said([waiting], [waiting])).toEqual([]);
  });

  it('is not what the person says who listens', () => {
    const view = messageView({ author: ada, content: 'Hi' });
    expect(said([], [view])).toEqual([]);
    expect(said([], [view], BEN_ID)).toEqual(['Ada: Hi.']);
  });

  it('is nothing of a message that is gone', () => {
    expect(said([waiting], [])).toEqual([]);
  });

  it('is an answer that comes late', () => {
    const interaction_metadata = {
      ...metadata(ada),
      type: InteractionType.ApplicationCommand,
    } as const;
    const thinking = messageView({ flags: MessageFlags.Loading, interaction_metadata });
    expect(said([thinking], [messageView({ content: 'Here.', interaction_metadata })])).toEqual([
      'Darkroom: Here.',
    ]);
  });
});
