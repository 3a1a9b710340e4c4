import { explain } from '../../errors/errors.ts';
import {
  type AskedPoster,
  BY_OPERATOR,
  isSpoiler,
  type Job,
  lacksConsent,
  phaseOf,
} from '../../jobs/job.ts';
import type { Observed } from '../../jobs/observations.ts';
import { type Steps, withoutAdult } from '../../recipes/picture-steps.ts';
import { OUTSIDE_SERVERS } from '../../rules/outside-servers.ts';
import type { Catalogue } from '../../say/say.ts';
import type { DiscordFailure } from '../rest/discord-failure.ts';
import type { Card, CardButton } from './card.ts';
import {
  flagLines,
  hidesPrompt,
  lifetime,
  originLine,
  PHASE_COLOUR,
  privateLine,
  promptLines,
  settingsLine,
  queuedLines,
  shownLikelyAt,
  wordsFor,
  workingLine,
} from './job-lines.ts';
import { jobFooter } from './own-mark.ts';
import { bold, cut, duration, linkTo, mention, stamp } from './text.ts';

/**
 * Renders a job's message. Pure: the same row, observation and time give the same card. `steps`:
 * the steps available from this recipe's pictures. Times are Discord timestamps, which count by
 * themselves.
 */
export function renderJob(
  job: Job,
  observed: Observed,
  now: number,
  { words, picture }: MessageForm = WHOLE,
  steps?: Steps,
): Card {
  const card = words
    ? cardOf(job, observed, now, { picture, steps })
    : withoutPrompt(job, (shown) => cardOf(shown, observed, now, { picture, steps }));
  // Removes the answered question.
  return job.asks && !card.text ? { ...card, text: [] } : card;
}

function cardOf(
  job: Job,
  observed: Observed,
  now: number,
  { picture, steps }: Pick<MessageForm, 'picture'> & { readonly steps: Steps | undefined },
): Card {
  switch (phaseOf(job.state)) {
    case 'asking':
      return asking(job);
    case 'waiting':
      return waiting(job, observed, now);
    case 'working':
      return working(job, observed, now);
    case 'completed':
      return job.visibility === 'shown' ? completed(job, picture, steps) : withheld(job);
    case 'failed':
      return failed(job);
    case 'cancelled':
      return cancelled(job);
  }
}

/** Says in small print that the prompt is not shown: a quote would be read as a prompt. */
function withoutPrompt(job: Job, render: (job: Job) => Card): Card {
  const prompt = wordsFor(job).result.promptRefused;
  const [quoted] = promptLines({ ...job, wanted: { ...job.wanted, prompt } });
  const card = render({ ...job, wanted: { ...job.wanted, prompt } });
  const lines = card.lines?.map((line) => (line === quoted ? `-# ${prompt}` : line));
  return { ...card, ...(lines && { lines }) };
}

/** A job that waits for consent, from its requester or the poster of the picture. */
function asking(job: Job): Card {
  if (job.asks) return askingPoster(job, job.asks);
  const { nobody, ...consent } = wordsFor(job).consent;
  const { question, wording } = consent[job.wanted.consentAbout];
  return notice(job, question, [
    jobButton(job, 'consent', wording, 'success'),
    ...nobodyButton(job, 'nobody', nobody.wording),
    cancelButton(job),
  ]);
}

/** To say that the pictures show no person, which cannot be true of a photo of a face. */
function nobodyButton(job: Job, action: string, wording: string): readonly CardButton[] {
  return job.wanted.fromFace ? [] : [jobButton(job, action, wording, 'secondary')];
}

/** Public, and pings the poster. */
function askingPoster(job: Job, { userId = '', messageId }: AskedPoster): Card {
  const { fromMessage: words, posterConsent } = wordsFor(job);
  const ask = words.question[job.wanted.consentAbout];
  const link = linkTo({ ...job, messageId }) ?? '';
  return {
    ...notice(job, words.terms, [
      jobButton(job, 'agree', posterConsent.wording, 'success'),
      ...nobodyButton(job, 'agree-nobody', posterConsent.nobody.wording),
      jobButton(job, 'decline', words.no, 'danger'),
      ...(job.wanted.prompt === ''
        ? []
        : [jobButton(job, 'show-prompt', words.showPrompt, 'secondary')]),
      cancelButton(job),
    ]),
    text: [ask(mention(userId), mention(job.userId), link)],
    pings: [userId],
  };
}

/** A queued job, here or at RunPod. */
function waiting(job: Job, observed: Observed, now: number): Card {
  const moves = privateLine(job, shownLikelyAt(observed, now));
  return notice(job, [...queuedLines(job, observed, now), ...moves], [cancelButton(job)]);
}

/** A job running on a GPU. */
function working(job: Job, observed: Observed, now: number): Card {
  const card = notice(
    job,
    [workingLine(job, observed, now), ...privateLine(job)],
    [cancelButton(job)],
  );
  const { preview: jpeg } = observed;
  if (jpeg === undefined) return card;
  const alt = altText(job, wordsFor(job).progress.unfinished);
  return { ...card, preview: { jpeg, alt, ...(job.covered && { covered: true }) } };
}

/** A finished job: its picture, or why there is none. `steps`: the steps available from it. */
function completed(job: Job, picture: MessageForm['picture'], steps: Steps | undefined): Card {
  if (picture === 'none') return withoutPicture(job, 'none', steps);
  const isThere = picture !== 'gone' && job.pictures.length > 0;
  return isThere ? withPictures(job, picture, steps) : withoutPicture(job, 'gone', steps);
}

function withPictures(job: Job, size: 'original' | 'smaller', steps: Steps | undefined): Card {
  const smaller = size === 'smaller';
  const words = wordsFor(job);
  const { result } = words;
  const took = [tookText(job, words), ...(job.private ? [] : [result.for(mention(job.userId))])];
  return {
    lines: [
      ...promptLines(job),
      ...settingsLine(job),
      ...flagLines(job),
      ...(job.pictures.length < job.count ? [result.fewer(job.pictures.length, job.count)] : []),
      ...(smaller
        ? [job.pictures.some(({ animated }) => animated) ? result.still : result.smaller]
        : []),
      ...originLine(job),
      ...reportedLine(job),
      `-# ${took.join(' · ')}`,
    ],
    pictures: {
      kept: job.pictures,
      alt: altText(job),
      ...(smaller && { smaller }),
      ...(isSpoiler(job) && { covered: true }),
    },
    buttons: resultButtons(job, steps, { pictures: job.pictures.length }),
    colour: PHASE_COLOUR.completed,
    foot: jobFooter(job),
  };
}

/** How long a finished job took, and its share on the GPU where that reads differently. */
function tookText(job: Job, words: Catalogue): string {
  const time = duration(lifetime(job), words);
  const onGpu = job.executionMs === undefined ? time : duration(job.executionMs, words);
  return onGpu === time ? words.result.took(time) : words.result.tookOnGpu(time, onGpu);
}

function withoutPicture(job: Job, why: 'none' | 'gone', steps: Steps | undefined): Card {
  const { notTaken, gone } = wordsFor(job).result;
  const lines = why === 'none' ? notTaken : gone;
  return notice(
    job,
    [...settingsLine(job), ...lines, ...reportedLine(job)],
    resultButtons(job, steps, { pictures: 0 }).flat(),
  );
}

function reportedLine(job: Job): readonly string[] {
  return job.coveredByReport === true ? [wordsFor(job).result.coveredByReport] : [];
}

/** A failed job: what happened, and what to do. */
function failed(job: Job): Card {
  const error = { code: job.errorCode ?? 'unexpected', facts: job.errorFacts };
  const words = wordsFor(job);
  const { mayBeCharged, buttons } = words.result;
  const { what, next } = explain(error, words);
  const again = jobButton(job, 'retry', buttons.retry, 'primary');
  const lines = [bold(what), ...(mayBeSubmittedTwice(job) ? [mayBeCharged] : []), next];
  // No retry after a closed question, for unreadable requests, or if the poster declined.
  const isClosed = job.ephemeral && !job.private;
  const isFinal = isClosed || !job.wanted.readable || lacksConsent(job) !== undefined;
  return notice(job, lines, isFinal ? [] : [again]);
}

/** Whether RunPod may have received it more often than recorded. */
function mayBeSubmittedTwice({ attempt, runpodId, errorCode }: Job): boolean {
  return attempt > (runpodId === undefined ? 0 : 1) && errorCode !== 'submission_lost';
}

/** A job cancelled by a member, the operator or RunPod: by whom, and after how long. */
function cancelled(job: Job): Card {
  const words = wordsFor(job);
  const { result } = words;
  const time = duration(lifetime(job), words);
  const by = job.cancelledBy;
  if (by === 'runpod') return notice(job, result.cancelledByService(time));
  if (by === BY_OPERATOR) return notice(job, [result.cancelled(result.operator, time)]);
  return notice(job, [
    result.cancelled(by === undefined ? result.unnamedMember : mention(by), time),
  ]);
}

/** A finished job whose picture, or a source of it, was reported, and why. */
function withheld(job: Job): Card {
  const words = wordsFor(job);
  const lines = job.visibility === 'removed' ? [removedLine(job, words)] : hiddenLines(job, words);
  return {
    lines: [...lines, words.result.askedFor(mention(job.userId))],
    colour: PHASE_COLOUR.cancelled,
    foot: jobFooter(job),
  };
}

function removedLine(
  { consentWithdrawn, hiddenWith, guildId }: Job,
  { result }: Catalogue,
): string {
  if (consentWithdrawn === 'another') return result.consentTakenBack;
  if (hiddenWith !== undefined) return result.removedWith;
  return guildId === OUTSIDE_SERVERS ? result.outside.removed : result.removed;
}

function hiddenLines(
  { hiddenBecause = 'other', lapsesAt, hiddenWith, guildId }: Job,
  { reports, result }: Catalogue,
): string[] {
  if (hiddenWith !== undefined) {
    return lapsesAt === undefined
      ? [result.hiddenWith]
      : [result.hiddenWith, result.lapses(stamp(lapsesAt))];
  }
  return [reports.reasons[hiddenBecause].hidden, ...standing(guildId, lapsesAt, result)];
}

/** What becomes of a reported picture. `lapsesAt`: nobody reads the report. */
function standing(
  guildId: string,
  lapsesAt: number | undefined,
  { outside, hidden, hiddenWithoutChannel }: Catalogue['result'],
): readonly string[] {
  const isOutside = guildId === OUTSIDE_SERVERS;
  if (lapsesAt === undefined) return [isOutside ? outside.hidden : hidden];
  return (isOutside ? outside.hiddenForGood : hiddenWithoutChannel)(stamp(lapsesAt));
}

/**
 * Every message except a finished job's: the prompt, once it may be shown, and the state below it.
 */
function notice(job: Job, lines: readonly string[], buttons: readonly CardButton[] = []): Card {
  return {
    lines: [
      ...(hidesPrompt(job) ? [] : [...promptLines(job), ...flagLines(job)]),
      ...originLine(job).map((line) => `${line}${requester(job)}`),
      ...lines,
    ],
    buttons: [buttons],
    colour: PHASE_COLOUR[phaseOf(job.state)],
    foot: jobFooter(job),
  };
}

/** Whose job it is. Discord itself says so of a command, but not of a button. */
function requester(job: Job): string {
  return job.ephemeral || job.private ? '' : ` · ${wordsFor(job).result.for(mention(job.userId))}`;
}

/** As many fit into two rows, each with another button at its end. */
const MOST_WITH_BUTTONS = 4;

/**
 * The actions on a result: one row, or two under several pictures, with a button for each. `steps`: none if
 * no command makes such pictures any more. There are no steps without a picture or after withdrawn consent,
 * and no adult-rated ones if the picture was made for a general channel or from a photo of a person.
 */
function resultButtons(
  job: Job,
  steps: Steps | undefined,
  { pictures }: { readonly pictures: number },
): readonly (readonly CardButton[])[] {
  const { buttons } = wordsFor(job).result;
  const isSource = pictures > 0 && job.consentWithdrawn === undefined;
  const mayBeAdult = job.ageRestricted && !job.wanted.person;
  const { vary, upscale } = (mayBeAdult ? steps : steps && withoutAdult(steps)) ?? {};
  const button = (action: 'again' | 'vary' | 'upscale' | 'edit' | 'more') =>
    jobButton(job, action, buttons[action], 'secondary');
  const forEach = (action: 'vary' | 'upscale', label: (picture: number) => string) =>
    Array.from({ length: pictures }, (_, index) => ({
      id: { action, job: job.id, index },
      label: label(index + 1),
      kind: 'secondary' as const,
    }));
  const again = steps?.again ? [button('again')] : [];
  if (pictures > 1 && pictures <= MOST_WITH_BUTTONS) {
    return [
      [...(upscale && isSource ? forEach('upscale', buttons.upscaleOne) : []), ...again],
      [...(vary && isSource ? forEach('vary', buttons.varyOne) : []), button('more')],
    ];
  }
  return [
    [
      ...again,
      ...(vary && isSource ? [button('vary')] : []),
      ...(upscale && isSource ? [button('upscale')] : []),
      ...(steps?.edit ? [button('edit')] : []),
      button('more'),
    ],
  ];
}

/** A button for an action on this job. */
function jobButton(
  { id: job }: Job,
  action: string,
  label: string,
  kind: CardButton['kind'],
): CardButton {
  return { id: { action, job }, label, kind };
}

function cancelButton(job: Job): CardButton {
  return jobButton(job, 'cancel', wordsFor(job).result.buttons.cancel, 'secondary');
}

/** Discord's limit for the description of an attachment. */
const ALT_TEXT_LENGTH = 1024;

/**
 * Alternative text of a job's picture: its prompt. `as`: wording for a picture that is not the
 * finished one.
 */
function altText(job: Job, as: (words: string) => string = (words) => words): string {
  const { prompt } = job.wanted;
  return cut(as(prompt === '' ? wordsFor(job).result.picture : prompt), ALT_TEXT_LENGTH);
}

/** How much of a job's message can be shown, given Discord's limits and the files on disk. */
export interface MessageForm {
  /** Whether to show the prompt, which a server's AutoMod may refuse. */
  readonly words: boolean;
  /** `none`: Discord refuses it in any size. `gone`: its file is missing. */
  readonly picture: 'original' | 'smaller' | 'none' | 'gone';
}

export const WHOLE: MessageForm = Object.freeze({ words: true, picture: 'original' });

const NEXT_SIZE = {
  original: 'smaller',
  smaller: 'none',
  none: undefined,
  gone: undefined,
} as const;

/** Why a form cannot be shown: Discord refused it, or the file is missing. */
export type FormFailure = Extract<DiscordFailure, 'refused' | 'too_large'> | 'picture_gone';

/**
 * The next form to try. If too large, the picture is shrunk, then omitted; if refused, the prompt
 * is omitted, then the picture. `undefined` if nothing is left to omit.
 */
export function lesserForm(form: MessageForm, failure: FormFailure): MessageForm | undefined {
  const { words, picture } = form;
  switch (failure) {
    case 'picture_gone':
      return picture === 'gone' ? undefined : { words, picture: 'gone' };
    case 'too_large': {
      const size = NEXT_SIZE[picture];
      return size && { words, picture: size };
    }
    case 'refused':
      if (words) return { words: false, picture };
      return NEXT_SIZE[picture] && { words, picture: 'none' };
  }
}
