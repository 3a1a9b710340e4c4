import { ButtonStyle, type APIButtonComponentWithCustomId } from 'discord.js';
import { TEXT_OPTIONS } from '../../comfy/recipes/text.ts';
import { explain } from '../../errors/errors.ts';
import { phaseOf, type Job, type ReportReason } from '../../record/job/job.ts';
import type { Observed } from '../../jobs/observations.ts';
import { CONSENT } from '../../safety/consent.ts';
import { button, rowsOf } from './button.ts';
import { WHOLE, type MessageForm } from './message-form.ts';
import { jobFooter, messageBody, type MessagePayload } from '../wire/message-payload.ts';
import { duration, stamp } from './times.ts';
import { waitingLines, workingLine } from './progress-lines.ts';
import { cut, quotePrompt } from './prompt-text.ts';

const COLOR = {
  asking: 0x5865f2,
  waiting: 0x80848e,
  working: 0xf0a132,
  completed: 0x3ba55d,
  failed: 0xd83c3e,
  cancelled: 0x4e5058,
} as const;

/** Every prompt fits, each of its characters escaped, into the 4096 of a description. */
const PROMPT_LENGTH = TEXT_OPTIONS.prompt.max;
/** Discord's limit for the description of an attachment. */
const ALT_TEXT_LENGTH = 1024;

/** What a finished job's message says in place of its picture. */
const WITHOUT_PICTURE = {
  none: [
    'Discord did not take the picture.',
    'Ask the operator for it by the id below; it is kept there for a while.',
  ],
  gone: ['The picture is no longer here.', 'Use /imagine with the same seed to make it again.'],
} as const;

/**
 * A job's message as it should be. Pure: the same row, the same observation and the same time give
 * the same message. Times are Discord's own stamps, which count by themselves.
 */
export function renderJob(
  job: Job,
  observed: Observed,
  now: number,
  { words, picture }: MessageForm = WHOLE,
): MessagePayload {
  return withPicture(words ? job : withoutPrompt(job), observed, now, picture);
}

function withoutPrompt(job: Job): Job {
  const prompt = 'The prompt is not shown: Discord refused it here.';
  return { ...job, wanted: { ...job.wanted, prompt } };
}

function withPicture(
  job: Job,
  observed: Observed,
  now: number,
  picture: MessageForm['picture'],
): MessagePayload {
  switch (phaseOf(job.state)) {
    case 'asking':
      return notice(
        job,
        [
          'Is the person in this photo you, or do you have their permission to use it?',
          'The photo is not fetched before you confirm, and is deleted once it has been used.',
        ],
        [jobButton(job, 'consent', CONSENT.wording, ButtonStyle.Success), cancelButton(job)],
      );
    case 'waiting':
      return notice(job, waitingLines(job, observed), [cancelButton(job)]);
    case 'working':
      return notice(job, [workingLine(job, observed, now)], [cancelButton(job)]);
    case 'completed':
      if (job.visibility !== 'shown') return withheld(job);
      return job.pictures.length > 0 && (picture === 'original' || picture === 'smaller')
        ? completed(job, picture)
        : withoutPicture(job, picture === 'none' ? 'none' : 'gone');
    case 'failed': {
      const { what, next } = explain(job.errorCode ?? 'unexpected', job.errorFacts);
      const again = jobButton(job, 'retry', 'Try again', ButtonStyle.Primary);
      const lines = [`**${what}**`, ...(isInDoubt(job) ? [MAY_BE_CHARGED] : []), next];
      return notice(job, lines, job.ephemeral || !job.wanted.readable ? [] : [again]);
    }
    case 'cancelled': {
      const after = `after ${duration(lifetime(job))}`;
      return notice(
        job,
        job.cancelledBy === 'runpod'
          ? [`Cancelled by the GPU service ${after}.`, 'Use /imagine to ask again.']
          : [`Cancelled by ${mention(job.cancelledBy)} ${after}.`],
        [],
      );
    }
  }
}

const MAY_BE_CHARGED =
  'An earlier request for it may have reached the GPU service all the same, and be charged for.';

/** Whether RunPod may have got it more often than it is known to have. */
function isInDoubt({ attempt, runpodId, errorCode }: Job): boolean {
  return attempt > (runpodId === undefined ? 0 : 1) && errorCode !== 'submission_lost';
}

/** The prompt, where there is one: nobody knows that of a row that cannot be read. */
function quoted({ wanted: { prompt } }: Job): readonly string[] {
  return prompt === '' ? [] : [quotePrompt(prompt, PROMPT_LENGTH)];
}

/** Every message but the finished one: the prompt, and below it where things stand. */
function notice(
  job: Job,
  lines: readonly string[],
  buttons: readonly APIButtonComponentWithCustomId[],
): MessagePayload {
  const description = [...quoted(job), ...lines].join('\n');
  const embed = { description, color: COLOR[phaseOf(job.state)], footer: { text: jobFooter(job) } };
  return { body: messageBody({ embeds: [embed], components: rowsOf(buttons) }), pictures: [] };
}

function withoutPicture(job: Job, why: keyof typeof WITHOUT_PICTURE): MessagePayload {
  return notice(job, [settingsLine(job), ...WITHOUT_PICTURE[why]], [reportButton(job)]);
}

function completed(job: Job, size: 'original' | 'smaller'): MessagePayload {
  const smaller = size === 'smaller';
  const files = job.pictures.map(({ file }) => (smaller ? file.replace(/\.\w+$/, '.jpg') : file));
  const took = [`Took ${duration(lifetime(job))}`];
  if (job.executionMs !== undefined) took.push(`${duration(job.executionMs)} on the GPU`);
  const description = [
    ...quoted(job),
    settingsLine(job),
    `${took.join(', ')} · for ${mention(job.userId)}`,
    ...(smaller ? ['Shown smaller: the original was too large for Discord.'] : []),
  ].join('\n');
  const [first, ...more] = files.map((file) => ({ image: { url: `attachment://${file}` } }));
  return {
    body: messageBody({
      embeds: [
        { description, color: COLOR.completed, footer: { text: jobFooter(job) }, ...first },
        ...more,
      ],
      components: rowsOf([reportButton(job)]),
      attachments: files.map((filename, id) => ({
        id: String(id),
        filename,
        description: cut(job.wanted.prompt, ALT_TEXT_LENGTH),
      })),
    }),
    pictures: job.pictures,
    ...(smaller && { smaller }),
  };
}

/** A finished job whose picture was reported, and what it was reported for. */
function withheld(job: Job): MessagePayload {
  const lines =
    job.visibility === 'removed'
      ? ['The moderators of this server removed this picture.']
      : [
          HIDDEN[job.hiddenBecause ?? 'other'],
          ...(job.lapsesAt === undefined
            ? ['It is hidden until the moderators of this server decide.']
            : [
                'It is hidden, and this server has not chosen yet where reports go. Moderators look at it as soon as somebody who manages the server has chosen a channel with `/moderation channel`..',
                `Without a decision it is removed for good ${stamp(job.lapsesAt)}.`,
              ]),
        ];
  const description = [...lines, `For ${mention(job.userId)}.`].join('\n');
  const embed = { description, color: COLOR.cancelled, footer: { text: jobFooter(job) } };
  return { body: messageBody({ embeds: [embed] }), pictures: [] };
}

const HIDDEN: Readonly<Record<ReportReason, string>> = {
  shows_me: 'Somebody reported that this picture shows them.',
  sexual: 'This picture was reported as sexual.',
  minor: 'This picture was reported as showing a minor.',
  hateful: 'This picture was reported as hateful.',
  other: 'This picture was reported.',
};

function reportButton(job: Job): APIButtonComponentWithCustomId {
  return jobButton(job, 'report', 'Report', ButtonStyle.Secondary);
}

function settingsLine({ wanted, models }: Job): string {
  const parts = [...wanted.settings, models.checkpoint.replace(/\.[^.]+$/, '')];
  return `\`${parts.join(' · ')}\``;
}

function cancelButton(job: Job): APIButtonComponentWithCustomId {
  return jobButton(job, 'cancel', 'Cancel', ButtonStyle.Secondary);
}

function jobButton(
  { id: subject }: Job,
  action: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'],
): APIButtonComponentWithCustomId {
  return button({ action, subject }, label, style);
}

function lifetime({ createdAt, acceptedAt = createdAt, finishedAt = acceptedAt }: Job): number {
  return finishedAt - acceptedAt;
}

function mention(userId: string | undefined): string {
  return userId === undefined ? 'somebody' : `<@${userId}>`;
}
