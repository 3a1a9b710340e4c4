import { readFile } from 'node:fs/promises';
import { REST } from 'discord.js';
import { nanoid } from 'nanoid';
import { drawSeed } from '../commands/draw-seed.ts';
import { handlersFor } from '../commands/index.ts';
import { systemClock } from './clock.ts';
import { workerOf } from './comfy/worker-kinds.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { definitionsOf } from './discord/registration.ts';
import { restOptions } from './discord/rest.ts';
import { discordChecks } from './checks/discord-checks.ts';
import { endpointChecks } from './checks/endpoint-checks.ts';
import { lineOf, type Finding } from './checks/finding.ts';
import { jobCheck } from './checks/job-checks.ts';
import { HELP, readOptions, UsageError } from './checks/options.ts';
import { trialJobs } from './checks/trial-jobs.ts';
import { BotError } from './errors.ts';
import { download } from './images/download.ts';
import { LARGEST_ATTACHMENT_BYTES } from './images/attachment.ts';
import { normaliseFace } from './images/face.ts';
import { sharp } from './images/sharp.ts';
import { RunPodClient } from './runpod/client.ts';
import { openScreening } from './safety/open-screening.ts';
import { TermListError } from './safety/term-list.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted.abort(new Error(`ended by ${signal}`));
  });
}

try {
  process.exitCode = await run(process.argv.slice(2), interrupted.signal);
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else if (interrupted.signal.aborted) {
    process.exitCode = 130;
  } else {
    throw error;
  }
}

async function run(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const face = options.facePath === undefined ? undefined : await photo(options.facePath);
  let wrong = 0;
  for await (const finding of findings({ job: options.job, face }, signal)) {
    if (finding.verdict === 'wrong') wrong += 1;
    process.stdout.write(lineOf(finding));
  }
  process.stdout.write(wrong === 0 ? '\nAll is well.\n' : `\nTo be mended: ${wrong}.\n`);
  return wrong === 0 ? 0 : 1;
}

/** What is to be looked at besides what costs nothing. */
interface Wishes {
  readonly job: boolean;
  /** A photo as the bot would send it, in base64. */
  readonly face: string | undefined;
}

async function* findings(wishes: Wishes, signal: AbortSignal): AsyncGenerator<Finding> {
  const config = configuration();
  if ('verdict' in config) {
    yield config;
    return;
  }
  yield { verdict: 'fine', about: 'Configuration', says: summary(config) };
  yield* screeningTerms(config);
  const rest = new REST(restOptions(config.discord.apiUrl)).setToken(config.discord.token);
  const definitions = definitionsOf(handlersFor(config));
  yield* discordChecks(rest, { ...config.discord, definitions });
  const runpod = new RunPodClient(config.runpod);
  let reachable = true;
  for await (const finding of endpointChecks(runpod, config.runpod.endpointId, signal)) {
    reachable &&= finding.verdict !== 'wrong';
    yield finding;
  }
  if (!wishes.job) {
    const says = 'no picture was tried: npm run doctor -- --job has the smallest ones made.';
    yield { verdict: 'note', about: 'Jobs', says };
  } else if (reachable) {
    yield* jobs(config, runpod, wishes.face, signal);
  }
}

async function* jobs(
  config: Config,
  runpod: RunPodClient,
  face: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const { models, faces, resultOrigins } = config;
  for (const trial of trialJobs({ models, faces, face, newId: () => nanoid(), drawSeed })) {
    yield await jobCheck(trial, {
      runpod,
      endpointId: config.runpod.endpointId,
      worker: workerOf(config.worker),
      kind: config.worker.kind,
      clock: systemClock,
      pollIntervalMs: config.pollIntervalMs,
      jobTimeoutMs: config.jobTimeoutMs,
      signal,
      fetchPicture: (url) =>
        download(url, { origins: resultOrigins, largestBytes: 24 * 1024 * 1024, signal }),
      measure: async ({ bytes }) => {
        const { info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
        return info;
      },
      onStatus: (status) => process.stderr.write(`  ${trial.name}: ${status}\n`),
    });
  }
  const about = 'Photos of a face';
  if (!faces) {
    yield { verdict: 'note', about, says: 'are switched off (FACE_REFERENCES).' };
  } else if (models.checkpoints.general === undefined) {
    yield { verdict: 'note', about, says: 'are off, as GENERAL_CHECKPOINT_NAME is empty.' };
  } else if (face === undefined) {
    yield { verdict: 'note', about, says: 'were not tried: name one by --face FILE.' };
  }
}

function configuration(): Config | Finding {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const next = 'The README and .env.example say what each is for.';
    return { verdict: 'wrong', about: 'Configuration', says: error.message, next };
  }
}

function summary({ worker, models, faces }: Config): string {
  const { main, general = 'none' } = models.checkpoints;
  const face = `${models.ipAdapterFile} with ${models.clipVisionName}`;
  return [
    `WORKER=${worker.kind}`,
    `checkpoints ${main} (age-restricted channels) and ${general} (faces and all others)`,
    faces ? `faces by ${face}` : 'no faces',
  ].join('; ');
}

function* screeningTerms({ screeningTermsFolder }: Config): Generator<Finding> {
  if (screeningTermsFolder === undefined) return;
  const about = 'SCREENING_TERMS_DIR';
  try {
    openScreening(screeningTermsFolder);
    yield { verdict: 'fine', about, says: 'its lists can be read.' };
  } catch (error) {
    if (!(error instanceof TermListError)) throw error;
    yield { verdict: 'wrong', about, says: error.message };
  }
}

/** The photo as the bot would send it, in base64. */
async function photo(path: string): Promise<string> {
  const file = await readFile(path).catch((cause: unknown) => {
    throw new UsageError(`--face cannot be read: ${path}.`, { cause });
  });
  if (file.length > LARGEST_ATTACHMENT_BYTES) {
    throw new UsageError('--face is larger than 10 MiB.');
  }
  try {
    return (await normaliseFace(file)).bytes.toString('base64');
  } catch (cause) {
    if (!(cause instanceof BotError)) throw cause;
    throw new UsageError(`--face is of no use: ${cause.message}`, { cause });
  }
}
