import { own } from '../../engines/record.ts';
import { type Job, MOST_AHEAD, type Origin, type Phase } from '../../jobs/job.ts';
import type { Observed } from '../../jobs/observations.ts';
import { beganAt } from '../../jobs/parts.ts';
import { EXACT_POSITIONS } from '../../jobs/queue-positions.ts';
import { shareByTime } from '../../recipes/estimates.ts';
import { type ShownSetting, type ValueOption, valueOptions } from '../../recipes/option.ts';
import { type Params, type Recipe, shownChoice } from '../../recipes/recipe.ts';
import { notesOf } from '../../recipes/request-notes.ts';
import { TEXT_OPTIONS } from '../../recipes/text.ts';
import { PARKED } from '../../rules/pause.ts';
import { type Catalogue, say } from '../../say/say.ts';
import { isTokenOver } from '../interactions/interaction-token.ts';
import { linkTo, quotePrompt, stamp } from './text.ts';

/**
 * The longest prompt fits in the 4096 characters of a description, even if every character is
 * escaped.
 */
const PROMPT_LENGTH = TEXT_OPTIONS.prompt.max;

/** A job's prompt as its requester wrote it, if it has one. */
export function promptLines({ wanted: { prompt } }: Job): string[] {
  return prompt === '' ? [] : [quotePrompt(prompt, PROMPT_LENGTH)];
}

/**
 * Whether the message hides the prompt. Until the poster agrees, a requester must not be able to
 * show them text in public.
 */
export function hidesPrompt({ asks, acceptedAt }: Pick<Job, 'asks' | 'acceptedAt'>): boolean {
  return asks !== undefined && acceptedAt === undefined;
}

/** The settings that differ from their defaults, in one line. Empty if there are none. */
export function settingsLine(job: Job): string[] {
  const words = wordsFor(job);
  const settings = job.wanted.settings.map((one) => textOf(one, words));
  return settings.length === 0 ? [] : [`\`${settings.join(' · ')}\``];
}

/** What became of the flags in a job's prompt, in small print. Empty if nothing needs saying. */
export function flagLines(job: Job): string[] {
  const { adjusted = [], ignored = [] } = notesOf(job.wanted.params).flags ?? {};
  const { result } = wordsFor(job);
  const code = (flags: readonly string[]) => flags.map((flag) => `\`${flag}\``);
  return [
    ...(adjusted.length > 0 ? [result.nearestFlags(code(adjusted))] : []),
    ...(ignored.length > 0 ? [result.ignoredFlags(code(ignored))] : []),
  ];
}

/** How earlier versions wrote them. */
const STEPS_OF_BEFORE = /^(\d+) steps?$/;

/**
 * Parses a settings line, as far as the recipe has options for it. The line has the same names and values in
 * every language. Only a workflow's choices may have labels of their own in each.
 */
export function settingsShown(description: string, { options }: Pick<Recipe, 'options'>): Params {
  const [, line = ''] = /^`([^`]+)`$/m.exec(description) ?? [];
  const parts = line.split(' · ').map((part) => part.replace(STEPS_OF_BEFORE, 'steps $1'));
  return Object.fromEntries(
    valueOptions(options).flatMap(([name, option]) => {
      const value = parts.flatMap((part) => valueShown(option, part) ?? []);
      return value.length === 0 ? [] : [[name, value[0]]];
    }),
  );
}

/** The value an option shows that way; `undefined` if none. */
function valueShown(option: ValueOption, part: string): string | number | undefined {
  const matches = (shown: ShownSetting | undefined) => textsOf(shown).includes(part);
  if (option.kind === 'choice') {
    return option.names.find((one) => matches(shownChoice(option, one)));
  }
  if (option.kind !== 'whole' && option.kind !== 'number') return undefined;
  const value = Number(/-?\d+(?:\.\d+)?/.exec(part)?.[0]);
  return Number.isFinite(value) && matches(option.shown?.(value)) ? value : undefined;
}

function textOf(one: ShownSetting, { language, result }: Catalogue): string {
  if (typeof one === 'string') return one;
  return 'off' in one ? result.off(one.off) : (own(one.in, language) ?? one.label);
}

/** All that a setting may be shown as. */
function textsOf(one: ShownSetting | undefined): readonly string[] {
  if (typeof one === 'string') return [one];
  return one === undefined || 'off' in one ? [] : [one.label, ...Object.values(one.in)];
}

/** A job's origin in small print, with a link. Empty for jobs from a command. */
export function originLine(job: Job): string[] {
  const { origin, asks } = job;
  // During the consent question, the question has the link.
  const isAgreed = asks !== undefined && asks.userId === undefined;
  const link = isAgreed ? linkTo({ ...job, messageId: asks.messageId }) : undefined;
  if (link !== undefined) return [`-# ↳ ${wordsFor(job).fromMessage.from(link)}`];
  return origin ? [`-# ↳ ${originText(origin, wordsFor(job))}`] : [];
}

/** The origin in words. */
export function originText(origin: Origin, { result }: Pick<Catalogue, 'result'>): string {
  const { step } = origin;
  const say = isKnownStep(step) ? result.from[step] : result.from.other;
  return say(pictureName(origin, result));
}

function pictureName({ job: id, message, picture }: Origin, words: Catalogue['result']): string {
  const link = message && linkTo({ id, ...message });
  if (link === undefined) return words.anotherPicture;
  return picture === undefined ? words.that(link) : words.thatOf(link, picture + 1);
}

/** Stored rows may have steps that no longer exist. */
function isKnownStep(step: string): step is Exclude<keyof Catalogue['result']['from'], 'other'> {
  return ['again', 'vary', 'upscale', 'edit'].includes(step);
}

/**
 * For a private job under way: where it continues if it outlasts its message. `likelyAt`: when it is likely to be
 * ready, if known.
 */
export function privateLine(job: Job, likelyAt = 0): string[] {
  if (!job.private || !job.ephemeral) return [];
  const { onlyYou, onlyYouForLong } = wordsFor(job).result;
  return [`-# ${isTokenOver(job, likelyAt) ? onlyYouForLong : onlyYou}`];
}

/** Colours that show a job's state at a glance. */
export const PHASE_COLOUR: Readonly<Record<Phase, number>> = {
  asking: 0x5865f2,
  waiting: 0x80848e,
  working: 0xf0a132,
  completed: 0x3ba55d,
  failed: 0xd83c3e,
  cancelled: 0x4e5058,
};

/** From the request, or its consent, to the end; in milliseconds. */
export function lifetime({
  createdAt,
  acceptedAt = createdAt,
  finishedAt = acceptedAt,
}: Job): number {
  return finishedAt - acceptedAt;
}

const BAR_LENGTH = 10;

type Words = Catalogue['progress'];

/** When a waiting job is likely to be ready. Nothing is promised while jobs are held. */
export function shownLikelyAt(
  { likelyAt, keyRefused, storageFails }: Observed,
  now: number,
): number | undefined {
  if (likelyAt === undefined || likelyAt <= now) return undefined;
  return keyRefused || storageFails ? undefined : likelyAt;
}

/** One that only a token reaches does not wait for long. */
function pausedLine(job: Job): string {
  const { progress, rules } = wordsFor(job);
  return job.ephemeral ? rules.pausedNow : progress.paused;
}

/** Queue information of a waiting job, and when it is likely to be ready. */
export function queuedLines(job: Job, observed: Observed, now: number): string[] {
  const { place, waitsForOwn, ahead, holdUp, keyRefused, storageFails } = observed;
  const words = wordsFor(job).progress;
  if (job.retryAt === PARKED) return [pausedLine(job)];
  const details: string[] = [];
  if (job.madeSoFar.length > 0) details.push(words.made(job.madeSoFar.length, job.count));
  if (job.state === 'ready' && place !== undefined) {
    details.push(place > EXACT_POSITIONS ? words.aboutPlace(place) : words.place(place));
  }
  if (job.state === 'queued') {
    if (ahead !== undefined && ahead > 0) {
      details.push(ahead < MOST_AHEAD ? words.ahead(ahead) : words.aheadOrMore(MOST_AHEAD));
    }
    if (holdUp !== undefined) details.push(words.holdUp[holdUp]);
  }
  const likelyAt = shownLikelyAt(observed, now);
  if (likelyAt !== undefined) details.push(words.likely(stamp(likelyAt)));
  const waiting = job.state === 'ready' && waitsForOwn ? words.waitingForOwn : words.waiting;
  return [
    waiting(stamp(job.acceptedAt ?? job.createdAt)),
    ...(details.length > 0 ? [details.join(' · ')] : []),
    ...(keyRefused ? [words.keyRefused] : []),
    ...(storageFails ? [words.storageFails] : []),
  ];
}

/** The progress of a running job, and when it should be ready. */
export function workingLine(job: Job, observed: Observed, now: number): string {
  const words = wordsFor(job).progress;
  if (observed.unstored) return words.unstored;
  if (observed.keyRefused) return words.keyRefused;
  const { progress, expectedMs, readyAt, lateAt, leastShare, mostShare = 1 } = observed;
  const startedAt = job.startedAt ?? now;
  // If the worker reports no progress, estimates it from the expected time.
  const began = beganAt(job, startedAt, expectedMs);
  const share = progress ?? shareByTime(now, { startedAt: began, expectedMs });
  if (share === undefined && leastShare === undefined) return words.working(stamp(startedAt));
  const least = Math.max(Math.min(share ?? 0, mostShare), leastShare ?? 0);
  const bar = progressBar(Math.min(least, 0.99), words);
  if (readyAt === undefined) return bar;
  const soon = readyAt > now ? words.ready(stamp(readyAt)) : words.readyAnyMoment;
  const isDelayed = lateAt !== undefined && lateAt > now;
  return `${bar} · ${isDelayed ? words.orLate(soon, stamp(lateAt)) : soon}`;
}

function progressBar(share: number, words: Words): string {
  const full = Math.floor(share * BAR_LENGTH);
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR_LENGTH - full)} ${words.percent(Math.round(share * 100))}`;
}

/** The language of a job's message: the server's, or the requester's if only they see it. */
export function wordsFor({
  ephemeral,
  private: isPrivate,
  locale,
  guildLocale,
}: Pick<Job, 'ephemeral' | 'private' | 'locale' | 'guildLocale'>): Catalogue {
  return say(ephemeral || isPrivate ? locale : guildLocale);
}
