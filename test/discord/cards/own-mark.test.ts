import { describe, expect, it } from 'vitest';
import {
  jobFooter,
  markOf,
  ownMark,
  type OwnMark,
  reportFooter,
} from '../../../src/discord/cards/own-mark.ts';
import { answeringMessage, seenMessage } from '../../../src/discord/rest/seen-message.ts';

const BOT = '200000000000000001';
const ADA = '400000000000000001';
const JOB: OwnMark = { kind: 'job', id: 'k3f9x2ab' };
const REPORT: OwnMark = { kind: 'report', id: 'r7w4n2pq' };

const row = (...ids: string[]) => ({
  type: 1,
  components: ids.map((custom_id) => ({ type: 2, style: 2, label: 'x', custom_id })),
});
const embed = (text: string) => ({ description: 'a lighthouse', footer: { text } });
const CDN = 'https://cdn.discordapp.com/attachments/1/2';

/** Every form in which a message says whose it is. */
const FORMS: readonly (readonly [string, object, OwnMark])[] = [
  ['its button', { components: [row('v2:cancel:job:k3f9x2ab')] }, JOB],
  ['an old button', { components: [row('v1:cancel:k3f9x2ab')] }, JOB],
  ["another version's button", { components: [row('v2:polish:job:k3f9x2ab')] }, JOB],
  ["a report's button", { components: [row('v2:remove:report:r7w4n2pq')] }, REPORT],
  ['any of its buttons', { components: [row('v2:x', 'v1:report:k3f9x2ab')] }, JOB],
  ['its second row', { components: [row('v9:new:1'), row('v1:retry:k3f9x2ab')] }, JOB],
  [
    'a button in a panel',
    { components: [{ type: 17, components: [row('v1:look:r7w4n2pq')] }] },
    REPORT,
  ],
  [
    'a button beside a section',
    {
      components: [
        { type: 9, components: [], accessory: { type: 2, custom_id: 'v1:consent:k3f9x2ab' } },
      ],
    },
    JOB,
  ],
  ['its foot', { embeds: [embed('job k3f9x2ab')] }, JOB],
  ['the foot of any of its embeds', { embeds: [{ image: null }, embed('job k3f9x2ab')] }, JOB],
  ["a report's foot", { embeds: [embed('report r7w4n2pq · job k3f9x2ab')] }, REPORT],
  ['the last line of its text', { content: 'Cancelled.\njob k3f9x2ab' }, JOB],
  [
    'small print in a panel',
    {
      components: [{ type: 17, components: [{ type: 10, content: 'Done.\n-# job k3f9x2ab' }] }],
    },
    JOB,
  ],
  ['its file', { attachments: [{ filename: 'k3f9x2ab-1.png' }] }, JOB],
  ['a file in an embed', { embeds: [{ image: { url: `${CDN}/k3f9x2ab-2.jpg?ex=1&is=2` } }] }, JOB],
  [
    'a file in a gallery',
    {
      components: [{ type: 12, items: [{ media: { url: `${CDN}/k3f9x2ab-1.webp` } }] }],
    },
    JOB,
  ],
];

/** What only looks like one of the bot's. */
const OTHERS: readonly (readonly [string, object])[] = [
  ['nothing', {}],
  ['a question that goes with a job', { components: [row('v2:report-for:job:k3f9x2ab:0')] }],
  ['an old question', { components: [row('v1:report-for:k3f9x2ab:0')] }],
  ["a person's own", { components: [row('v2:privacy-erase:person:400000000000000001')] }],
  ['a button in the panel about it', { components: [row('v2:more:job:k3f9x2ab:0')] }],
  ['a foot with more in it', { embeds: [embed('see job k3f9x2ab')] }],
  ['a foot with another id', { embeds: [embed('job K3F9')] }],
  ['a prompt that reads like a foot', { content: 'Done.\n> job k3f9x2ab' }],
  ['a prompt that reads like one, in an embed', { embeds: [{ description: 'job k3f9x2ab' }] }],
  ['words about a job', { content: 'job k3f9x2ab\nis what you have to name.' }],
  [
    'a covered picture, for one moderator',
    { attachments: [{ filename: 'SPOILER_k3f9x2ab-1.png' }] },
  ],
  ['a file that is no picture', { attachments: [{ filename: 'k3f9x2ab-1.json' }] }],
];

function found(message: object, by?: string) {
  const author = by === undefined ? {} : { author: { id: by } };
  return seenMessage.parse({ id: '9', ...author, ...message });
}

describe('a message of the bot', () => {
  it.each(FORMS)('is known by %s', (_, message, mark) => {
    expect(ownMark(found(message, BOT), BOT)).toEqual(mark);
    expect(markOf(answeringMessage.parse({ id: '9', ...message }))).toEqual(mark);
  });

  it.each(OTHERS)('is not known by %s', (_, message) => {
    expect(ownMark(found(message, BOT), BOT)).toBeUndefined();
    expect(markOf(answeringMessage.parse({ id: '9', ...message }))).toBeUndefined();
  });

  it('is known by the feet that it is given', () => {
    const known = (text: string) => ownMark(found({ embeds: [embed(text)] }, BOT), BOT);
    expect(known(jobFooter({ id: JOB.id }))).toEqual(JOB);
    expect(known(reportFooter({ id: REPORT.id, jobId: JOB.id }))).toEqual(REPORT);
  });

  it('is of what its buttons say, where its foot and its file say something else', () => {
    const message = {
      components: [row('v1:retry:k3f9x2ab')],
      embeds: [embed('job another1')],
      attachments: [{ filename: 'another2-1.png' }],
    };
    expect(ownMark(found(message, BOT), BOT)).toEqual(JOB);
  });

  it('is known by what can be read of it', () => {
    const message = { components: [7], embeds: 'x', attachments: [{ filename: 'k3f9x2ab-1.png' }] };
    expect(ownMark(found(message, BOT), BOT)).toEqual(JOB);
  });
});

describe('another member message', () => {
  it.each(FORMS)('is none of the bot, though it has %s', (_, message) => {
    expect(ownMark(found(message, ADA), BOT)).toBeUndefined();
  });

  it.each(FORMS)(
    'is none of the bot where nobody says who wrote it, though it has %s',
    (_, message) => {
      expect(ownMark(found(message), BOT)).toBeUndefined();
      expect(ownMark(found({ ...message, author: null }), BOT)).toBeUndefined();
    },
  );
});
