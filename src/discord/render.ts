import {
  ButtonStyle,
  ComponentType,
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
} from 'discord.js';
import { ASPECT_RATIOS } from '../comfy/aspect-ratio.ts';
import { SETTINGS } from '../comfy/settings.ts';
import { explain } from '../errors.ts';
import { phaseOf, type Job } from '../jobs/job.ts';
import type { HoldUp, Observed } from '../jobs/observations.ts';
import { CONSENT } from '../safety/consent.ts';
import { formatCustomId } from './custom-id.ts';
import { WHOLE, type MessageForm } from './message-form.ts';
import { jobFooter, messageBody, type MessagePayload } from './message-payload.ts';
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
const PROMPT_LENGTH = SETTINGS.prompt.max;
/** Discord's limit for the description of an attachment. */
const ALT_TEXT_LENGTH = 1024;
const BAR_LENGTH = 10;

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
  return { ...job, settings: { ...job.settings, prompt } };
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
        [button(job, 'consent', CONSENT.wording, ButtonStyle.Success), cancelButton(job)],
      );
    case 'waiting':
      return notice(job, waitingLines(job, observed), [cancelButton(job)]);
    case 'working':
      return notice(job, [workingLine(job, observed, now)], [cancelButton(job)]);
    case 'completed':
      return picture === 'original' || picture === 'smaller'
        ? completed(job, picture)
        : notice(job, [settingsLine(job), ...WITHOUT_PICTURE[picture]], []);
    case 'failed': {
      const { what, next } = explain(job.errorCode ?? 'unexpected', job.errorFacts);
      const again = button(job, 'retry', 'Try again', ButtonStyle.Primary);
      const lines = [`**${what}**`, ...(isInDoubt(job) ? [MAY_BE_CHARGED] : []), next];
      return notice(job, lines, job.ephemeral ? [] : [again]);
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

/** Every message but the finished one: the prompt, and below it where things stand. */
function notice(
  job: Job,
  lines: readonly string[],
  buttons: readonly APIButtonComponentWithCustomId[],
): MessagePayload {
  const description = [quotePrompt(job.settings.prompt, PROMPT_LENGTH), ...lines].join('\n');
  const embed = { description, color: COLOR[phaseOf(job.state)], footer: { text: jobFooter(job) } };
  return { body: messageBody({ embeds: [embed], components: rowOf(buttons) }), pictures: [] };
}

function completed(job: Job, size: 'original' | 'smaller'): MessagePayload {
  const smaller = size === 'smaller';
  const files = job.pictures.map(({ file }) => (smaller ? file.replace(/\.\w+$/, '.jpg') : file));
  const took = [`Took ${duration(lifetime(job))}`];
  if (job.executionMs !== undefined) took.push(`${duration(job.executionMs)} on the GPU`);
  const description = [
    quotePrompt(job.settings.prompt, PROMPT_LENGTH),
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
      attachments: files.map((filename, id) => ({
        id: String(id),
        filename,
        description: cut(job.settings.prompt, ALT_TEXT_LENGTH),
      })),
    }),
    pictures: job.pictures,
    ...(smaller && { smaller }),
  };
}

const HOLD_UP: Readonly<Record<HoldUp, string>> = {
  cold: 'starting a cold worker, usually about 40 s',
  none: 'no worker is there, and none is starting: the operator may have to allow some',
  throttled: 'the GPU service has no free GPU of this kind just now',
  unhealthy: 'the workers do not start: the operator has to look why',
};

const KEY_REFUSED = `${explain('key_refused').what} Its operator has been told in the log; this goes on when it works again.`;

function waitingLines(job: Job, { place, ahead, holdUp, keyRefused }: Observed): string[] {
  const details: string[] = [];
  if (job.state === 'ready' && place !== undefined) details.push(`place ${place} in line`);
  if (job.state === 'queued') {
    if (ahead !== undefined && ahead > 0) details.push(`${ahead} ahead`);
    if (holdUp !== undefined) details.push(HOLD_UP[holdUp]);
  }
  const since = `Waiting for a GPU · since ${stamp(job.acceptedAt ?? job.createdAt)}`;
  return [
    since,
    ...(details.length > 0 ? [details.join(' · ')] : []),
    ...(keyRefused ? [KEY_REFUSED] : []),
  ];
}

function workingLine(job: Job, observed: Observed, now: number): string {
  if (observed.keyRefused) return KEY_REFUSED;
  const { progress, expectedMs, readyAt } = observed;
  const startedAt = job.startedAt ?? now;
  // Where the worker reports nothing, a share of the expected time tells more than no bar at all.
  const share = progress ?? (expectedMs ? (now - startedAt) / expectedMs : undefined);
  if (share === undefined) return `Working · since ${stamp(startedAt)}`;
  const bar = progressBar(Math.min(Math.max(share, 0), 0.99));
  if (readyAt === undefined) return bar;
  return `${bar} · ${readyAt > now ? `ready ${stamp(readyAt)}` : 'ready any moment'}`;
}

function progressBar(share: number): string {
  const full = Math.floor(share * BAR_LENGTH);
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR_LENGTH - full)} ${Math.round(share * 100)} %`;
}

function settingsLine({ settings, models, usesFace }: Job): string {
  const { width, height } = ASPECT_RATIOS[settings.aspectRatio];
  const parts = [
    `${width}×${height}`,
    `${settings.steps} steps`,
    `cfg ${settings.cfg}`,
    settings.sampler,
    settings.scheduler,
    ...(settings.denoise === 1 ? [] : [`denoise ${settings.denoise}`]),
    ...(usesFace ? [`face ${settings.faceWeight}`] : []),
    `seed ${settings.seed}`,
    models.checkpoint.replace(/\.[^.]+$/, ''),
  ];
  return `\`${parts.join(' · ')}\``;
}

function button(
  { id: jobId }: Job,
  action: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'],
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style,
    label,
    custom_id: formatCustomId({ action, jobId }),
  };
}

function cancelButton(job: Job): APIButtonComponentWithCustomId {
  return button(job, 'cancel', 'Cancel', ButtonStyle.Secondary);
}

function rowOf(
  buttons: readonly APIButtonComponentWithCustomId[],
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  return buttons.length > 0 ? [{ type: ComponentType.ActionRow, components: [...buttons] }] : [];
}

function lifetime({ createdAt, acceptedAt = createdAt, finishedAt = acceptedAt }: Job): number {
  return finishedAt - acceptedAt;
}

function mention(userId: string | undefined): string {
  return userId === undefined ? 'somebody' : `<@${userId}>`;
}

/** A time that Discord shows relative to the reader's own, and keeps counting. */
export function stamp(ms: number): string {
  return `<t:${Math.floor(ms / 1000)}:R>`;
}

/** `48 s`, `3 min 5 s` */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
