import { access, constants, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { nanoid } from 'nanoid';
import { requestFor } from '../../commands/request/params.ts';
import { modelsFor, requireScreened } from '../../commands/requirements.ts';
import { UsageError } from '../command-line/program.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../engines/clock.ts';
import { BotError, explain } from '../errors/errors.ts';
import { LARGEST_ATTACHMENT_BYTES } from '../images/attachment.ts';
import { download } from '../images/download.ts';
import { markGenerated, stripMetadata } from '../images/metadata.ts';
import {
  MOST_INPUT_BYTES,
  type NormalisedPicture,
  Photos,
  type PictureUse,
} from '../images/photos.ts';
import { useOf } from '../jobs/prepare.ts';
import { LARGEST_RESULT_BYTES } from '../jobs/storage-watch.ts';
import { withSafetyTerms } from '../policy/checkpoints.ts';
import { byInternalName } from '../recipes/command-definition.ts';
import { type ChoiceOption, pictureOptions, snakeCase, valueOptions } from '../recipes/option.ts';
import { drawSeed, type Params, type Recipe, recipesOf } from '../recipes/recipe.ts';
import { settingsProblem } from '../recipes/settings.ts';
import { readRequest } from '../recipes/stored-request.ts';
import { RunPodClient } from '../runpod/client.ts';
import { isOver } from '../runpod/schema.ts';
import { say } from '../say/say.ts';
import type { Screening } from '../screening/open-screening.ts';
import { type WorkerKind, workerKindFor, workerOf } from '../workers/worker-kinds.ts';
import { type SentPictures, workerRequest } from '../workers/worker.ts';
import { readRunArguments, type RunArguments } from '../workflows/command-line.ts';
import { endpointChecks } from './endpoint-checks.ts';
import { lineOf, plain } from './finding.ts';
import { inWords, type MadePicture, runSingleJob, type SingleJob } from './job-checks.ts';

/** The surroundings of a run. */
export interface RunAround {
  readonly config: Config;
  readonly screening: Screening;
  readonly clock: Clock;
  /** Where pictures are read and written. */
  readonly folder: string;
  /** Ends the run, and cancels the job on RunPod. */
  readonly signal: AbortSignal;
  /** Asks a yes-or-no question. `undefined` without a terminal. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  readonly print: (line: string) => void;
  /** Shows the state of the job in place of the one before. */
  readonly showState: (state: string) => void;
}

const STATES: ReadonlyMap<string, string> = new Map([
  ['IN_QUEUE', 'Waiting for a worker'],
  ['IN_PROGRESS', 'Working'],
]);

/**
 * Makes one picture by a workflow at its endpoint, after asking. Returns whether nothing went wrong; an
 * answer of no is not wrong. Rejects with the signal's reason once the job is cancelled.
 *
 * @throws UsageError for invalid options, RunRefusedError for what the bot would refuse.
 */
export async function runWorkflow(
  recipe: Recipe,
  args: readonly string[],
  around: RunAround,
): Promise<boolean> {
  const { config, clock, folder, signal, print, showState } = around;
  const typed = readRunArguments(recipe, args);
  const plan = await planRun(recipe, typed, around);
  const questions = questionsOf(plan, typed);
  requireAnswers(questions, around);
  await requireWritable(folder);
  const { endpointId, kind, job } = plan;
  const worker = workerOf({ ...config.worker, kind });
  const { isPublic } = worker;
  const runpod = new RunPodClient({
    ...config.runpod,
    publicEndpoints: new Set(isPublic ? [endpointId] : []),
  });
  for (const line of plan.lines) print(line);
  const queue = endpointId === config.runpod.endpointId ? '' : endpointId;
  const endpoint = { queue, endpointId, recipes: [recipe], isPublic };
  for await (const result of endpointChecks(runpod, endpoint, signal)) {
    if (result.verdict === 'fine') continue;
    print(lineOf({ about: 'RunPod', ...result }).trimEnd());
    if (result.verdict === 'wrong') return false;
  }
  for (const { asks } of questions) {
    if (await around.ask?.(asks)) continue;
    print('Nothing was sent.');
    return true;
  }
  const origins = [...config.resultOrigins, ...worker.pictureOrigins];
  const result = await runSingleJob(job, {
    ...config,
    runpod,
    endpointId,
    worker,
    clock,
    signal,
    fetchPicture: (url) => download(url, { origins, largestBytes: LARGEST_RESULT_BYTES, signal }),
    onStatus: (status) => {
      if (!isOver(status)) showState(STATES.get(status) ?? status);
    },
    onProgress: (share) => {
      showState(`Working: ${Math.round(share * 100)}%`);
    },
  });
  if ('says' in result) {
    print(lineOf({ verdict: 'wrong', about: plan.name, ...result }).trimEnd());
    return false;
  }
  for await (const line of writePictures(result.pictures, plan, folder)) print(line);
  if (result.missing !== undefined) {
    print(`The worker did not make every picture: ${plain(result.missing)}`);
  }
  print(`It took ${result.took}.`);
  return true;
}

/** A question, and the option that answers it with yes. */
interface Question {
  readonly asks: string;
  readonly flag: string;
}

/** What is still to be asked: consent, if a picture may show a person, and whether to go on. */
function questionsOf({ consent }: PlannedRun, typed: RunArguments): readonly Question[] {
  const asksConsent = consent !== undefined && !typed.consented;
  return [
    ...(asksConsent ? [{ asks: `${consent}?`, flag: '--consent' }] : []),
    ...(typed.isAgreed ? [] : [{ asks: 'Make it?', flag: '--yes' }]),
  ];
}

function requireAnswers(questions: readonly Question[], { ask }: Pick<RunAround, 'ask'>): void {
  if (ask || questions.length === 0) return;
  const answers = questions.map(({ asks, flag }) => `${flag} (“${asks}”)`);
  throw new UsageError(`Without a terminal, answer by ${answers.join(' and ')}.`);
}

async function requireWritable(folder: string): Promise<void> {
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new RunRefusedError(`The picture cannot be written to ${plain(folder)}.`, { cause });
  });
}

/** Everything known of a picture before it is made. */
interface PlannedRun {
  readonly job: SingleJob;
  readonly kind: WorkerKind;
  readonly endpointId: string;
  /** What is sent where and what it costs, in lines. */
  readonly lines: readonly string[];
  /** The statement to agree to, if a picture may show a person. */
  readonly consent: string | undefined;
  /** The start of the result's file name. */
  readonly name: string;
  /** Whether the result's metadata has to go, since it holds a sent picture. */
  readonly hidesInput: boolean;
}

/** A request that the bot would refuse too. The message is a sentence or two. */
export class RunRefusedError extends Error {
  override readonly name = 'RunRefusedError';
}

/**
 * Prepares a request as the bot would: reads the pictures in `folder`, validates the options, applies the
 * prompt's flags, and screens the texts. An adult-rated workflow counts as used in an age-restricted
 * channel, any other as used elsewhere.
 *
 * @throws UsageError for invalid options, RunRefusedError for what the bot would refuse.
 */
async function planRun(
  recipe: Recipe,
  typed: RunArguments,
  around: Pick<RunAround, 'config' | 'screening' | 'folder' | 'signal'>,
): Promise<PlannedRun> {
  const { config, screening } = around;
  const params = paramsOf(recipe, typed);
  const inputs = pictureOptions(recipe.options).flatMap(([option, { person, required }]) => {
    if (typed.files.has(option)) return [{ option, person }];
    if (required) throw new UsageError(`--${snakeCase(option)} is missing: the picture's file.`);
    return [];
  });
  const wanted = explained(() => {
    // Whether the worker has a file that is not named in the workflow, only the worker can say.
    const modelFiles = { of: () => Object.values(params).filter((one) => typeof one === 'string') };
    const explicit = new Set(Object.keys(byInternalName(typed.values)));
    const request = requestFor(recipe, params, { drawSeed, modelFiles }, { explicit });
    const wanted = readRequest({ ...request, inputs }, recipesOf([recipe]));
    if (!wanted) throw new BotError('other_version');
    return wanted;
  });
  const use = { face: wanted.person, ageRestricted: recipe.rating === 'adult' };
  const { models } = explained(() => modelsFor(recipe, use, config));
  const asked = { wanted, recipe, userId: 'operator' };
  await requireScreened(asked, use, { screening, pauses: NO_PAUSES }).catch(throwRefused);
  const pictures = await sentPictures(recipe, typed.files, around);
  const negativePrompt = withSafetyTerms(wanted.negativePrompt, use);
  const kind = workerKindFor(recipe, config.worker.kind);
  const endpointId = recipe.endpoint ?? config.runpod.endpointId;
  return {
    job: {
      face: wanted.fromFace,
      request: workerRequest(recipe, {
        id: nanoid(),
        params: { ...wanted.params, negativePrompt },
        models,
        pictures,
      }),
    },
    kind,
    endpointId,
    lines: linesOf(recipe, wanted.params, { typed, kind, endpointId, config }),
    consent: wanted.person ? say().consent[wanted.consentAbout].wording : undefined,
    name: [recipe.command, wanted.params.seed].filter((part) => part !== undefined).join('-'),
    hidesInput: wanted.picture,
  };
}

/** @throws UsageError for values that the command does not take. */
function paramsOf(recipe: Recipe, { values }: RunArguments): Params {
  const asked = recipe.request.safeParse(byInternalName(values));
  if (asked.success) return asked.data;
  const { option = '', problem, ...facts } = settingsProblem(recipe.options, asked.error);
  const said = Object.hasOwn(values, option) ? problem : 'missing';
  throw new UsageError(`--${option} ${say().problems[said](facts)}.`);
}

function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return throwRefused(error);
  }
}

function throwRefused(error: unknown): never {
  throw error instanceof BotError ? refused(error) : error;
}

/** The operator is no member, whose refused prompts would be counted. */
const NO_PAUSES = { noteTry: () => Promise.resolve() };

function refused(cause: BotError): RunRefusedError {
  const { what, next } = explain(cause, say());
  return new RunRefusedError(`The bot would answer: ${what} ${next}`, { cause });
}

async function sentPictures(
  recipe: Recipe,
  files: ReadonlyMap<string, string>,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<SentPictures> {
  const sent: [string, SentPictures[string]][] = [];
  let left = MOST_INPUT_BYTES;
  for (const [name, option] of pictureOptions(recipe.options)) {
    const path = files.get(name);
    if (path === undefined) continue;
    const flag = `--${snakeCase(name)}`;
    const { format, bytes } = await readPictureFile(path, useOf(option), { flag, folder, signal });
    left -= bytes.length;
    if (left < 0) throw refused(new BotError('pictures_too_large'));
    sent.push([name, { format, base64: bytes.toString('base64') }]);
  }
  return Object.fromEntries(sent);
}

/**
 * Reads a picture and prepares it as the bot would a member's. `flag`: the option that names it.
 *
 * @throws UsageError, and the signal's reason on an abort.
 */
export async function readPictureFile(
  path: string,
  use: PictureUse,
  around: { readonly flag: string; readonly folder: string; readonly signal: AbortSignal },
): Promise<NormalisedPicture> {
  const { flag, folder, signal } = around;
  const unreadable = (cause?: unknown) =>
    new UsageError(`${flag} cannot be read: ${plain(path)}.`, { cause });
  const whole = resolve(folder, path);
  const about = await stat(whole).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  if (!about.isFile()) throw unreadable();
  if (about.size > LARGEST_ATTACHMENT_BYTES) {
    throw new UsageError(`${flag} is larger than 10 MiB.`);
  }
  const file = await readFile(whole).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  try {
    return await new Photos().prepare({ file, userId: 'operator' }, use, signal);
  } catch (cause) {
    if (!(cause instanceof BotError)) throw cause;
    const { what, next } = explain(cause, say());
    throw new UsageError(`${flag} cannot be used: ${what} ${next}`, { cause });
  }
}

/** Longer texts are cut in the summary. */
const LONGEST_SHOWN = 200;

function linesOf(
  recipe: Recipe,
  params: Params,
  about: Pick<PlannedRun, 'kind' | 'endpointId'> & {
    readonly typed: RunArguments;
    readonly config: Config;
  },
): readonly string[] {
  const { title = recipe.name, command = '', rating, options } = recipe;
  const { typed, kind, endpointId, config } = about;
  const values = valueOptions(options).flatMap(([name, option]) => {
    const value = params[name];
    const text = option.kind === 'choice' ? labelled(option, String(value)) : String(value);
    const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
    return value === undefined || value === '' ? [] : [`  ${snakeCase(name)}: ${plain(shown)}`];
  });
  const files = [...typed.files].map(([name, path]) => `  ${snakeCase(name)}: ${plain(path)}`);
  const isOwn = endpointId === config.runpod.endpointId;
  const where = isOwn ? `RUNPOD_ENDPOINT_ID (${endpointId})` : `the endpoint ${endpointId}`;
  return [
    `/${command} (${plain(title)}), rated ${rating}:`,
    ...values,
    ...files,
    `It goes to ${where}, WORKER=${kind}.`,
    costLine(recipe.price?.(params), config.jobTimeoutMs),
  ];
}

function labelled({ label = String }: ChoiceOption, value: string): string {
  const name = label(value);
  return name.includes(value) ? name : `${name} (${value})`;
}

function costLine(price: number | undefined, jobTimeoutMs: number): string {
  if (price !== undefined) return `It costs ${Number(price.toFixed(6))} dollars.`;
  const most = Math.round(jobTimeoutMs / 1000);
  return `RunPod bills its GPU time by the second, a worker's start included. It is cancelled after ${most} s.`;
}

/**
 * Writes finished pictures into a folder, marked as generated as the bot does. Never over an existing
 * file: `ink-42.png`, then `ink-42-2.png`. Yields a line for each.
 */
async function* writePictures(
  pictures: readonly MadePicture[],
  { name, hidesInput }: Pick<PlannedRun, 'name' | 'hidesInput'>,
  folder: string,
): AsyncGenerator<string> {
  for (const picture of pictures) {
    const { bytes, format } = picture;
    const marked = markGenerated(hidesInput ? await stripMetadata(bytes) : bytes);
    const ending = format === 'jpeg' ? 'jpg' : format;
    const file = await writeNew(folder, name, ending, marked);
    yield `Written: ${file} (${inWords(picture)})`;
  }
}

async function writeNew(
  folder: string,
  name: string,
  ending: string,
  bytes: Buffer,
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const file = `${name}${number === 1 ? '' : `-${number}`}.${ending}`;
    try {
      await writeFile(join(folder, file), bytes, { flag: 'wx' });
      return file;
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isThere) throw error;
    }
  }
}
