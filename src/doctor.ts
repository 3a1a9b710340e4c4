import './required-node.ts';
import { REST } from 'discord.js';
import { menuOf } from '../commands/generation-commands.ts';
import { handlersFor } from '../commands/index.ts';
import { webhooksSoFar } from './bot/open-http.ts';
import { loadWorkflows } from './bot/open-workflows.ts';
import {
  configurationChecks,
  webhookCheck,
  workflowChecks,
} from './checks/configuration-checks.ts';
import { discordChecks } from './checks/discord-checks.ts';
import { HELP, readOptions } from './checks/doctor-options.ts';
import { endpointChecks, endpointLabel, scaleCheck } from './checks/endpoint-checks.ts';
import { lineOf, type Finding } from './checks/finding.ts';
import { readPictureFile } from './checks/run-workflow.ts';
import { runTrialJobs } from './checks/trial-jobs.ts';
import { failWith, UsageError } from './command-line/program.ts';
import { type Config, ConfigError, loadConfig } from './config/config.ts';
import { definitionsOf } from './discord/intake/registration.ts';
import { restOptions } from './discord/rest/rest.ts';
import { systemClock } from './engines/clock.ts';
import { canBeMade, endpointsOf, publicAmong } from './jobs/destinations.ts';
import { builtInRecipes } from './recipes/built-in.ts';
import { recipesOf } from './recipes/recipe.ts';
import { RunPodClient } from './runpod/client.ts';
import { EndpointSettings } from './runpod/endpoint-settings.ts';
import { DatabaseError } from './store/database-files.ts';
import { abilitiesOf } from './workers/worker-kinds.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Ignore further signals: the running job is being cancelled.
  process.on(signal, () => {
    interrupted.abort(new Error(`ended by ${signal}`));
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    interrupted.abort(new Error('the output was closed'));
  });
}

try {
  process.exitCode = await run(process.argv.slice(2), interrupted.signal);
} catch (error) {
  if (interrupted.signal.aborted && !(error instanceof UsageError)) process.exitCode = 130;
  else failWith(error, []);
}

async function run(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const face = options.facePath === undefined ? undefined : await photo(options.facePath, signal);
  let wrong = 0;
  for await (const finding of findings({ ...options, face }, signal)) {
    if (finding.verdict === 'wrong') wrong += 1;
    process.stdout.write(lineOf(finding));
  }
  process.stdout.write(wrong === 0 ? '\nAll is well.\n' : `\nProblems: ${wrong}.\n`);
  return wrong === 0 ? 0 : 1;
}

/** Options of the run. `face`: a photo prepared as the bot would send it, in base64. */
interface Trials {
  readonly job: boolean;
  /** Whether to raise max workers that RunPod has set to 0. */
  readonly mend: boolean;
  readonly face: string | undefined;
}

async function* findings(trials: Trials, signal: AbortSignal): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const says of error.problems) yield { verdict: 'wrong', about: 'Configuration', says };
    return;
  }
  yield* configurationChecks(config);
  const { token, apiUrl, guildId, operatorChannelId } = config.discord;
  const rest = new REST(restOptions(apiUrl)).setToken(token);
  const workflows = loadWorkflows(config);
  yield* workflowChecks(workflows, config.workflows.featured);
  const definitions = definitionsOf(handlersFor(menuOf(config, workflows)), config);
  yield* discordChecks(rest, {
    guildId,
    operatorChannelId,
    intake: config.intake,
    worksOutside: config.worksOutside,
    premiumSkus: config.premiumSkus,
    definitions,
    signal,
  });
  const own = { endpointId: config.runpod.endpointId, kind: config.worker.kind };
  const recipes = [...builtInRecipes.values(), ...workflows.recipes];
  const made = recipes.filter((recipe) => canBeMade(recipe, own));
  const endpoints = endpointsOf(recipesOf(made), own);
  const runpod = new RunPodClient({
    ...config.runpod,
    publicEndpoints: publicAmong(endpoints),
  });
  const settings = new EndpointSettings(config.runpod);
  const healthyEndpoints = new Set<string>();
  for (const endpoint of endpoints) {
    const about = endpointLabel(endpoint);
    const { endpointId, isPublic } = endpoint;
    const results = async function* () {
      yield* endpointChecks(runpod, endpoint, signal);
      const { mend } = trials;
      if (!isPublic) yield await scaleCheck(settings, { endpointId, mend, signal });
    };
    let isWell = true;
    for await (const result of results()) {
      yield { about, ...result };
      isWell = result.verdict !== 'wrong';
      if (!isWell) break;
    }
    if (isWell) healthyEndpoints.add(endpointId);
  }
  if (config.publicUrl !== undefined) yield await webhookFinding(config, signal);
  if (!trials.job) {
    const why = abilitiesOf(own.kind).isPriced
      ? 'npm run doctor -- --job makes one of each kind, billed as usual.'
      : 'npm run doctor -- --job lists what the worker has, and runs the smallest job of each kind.';
    yield { verdict: 'note', about: 'Jobs', says: `none was tried: ${why}` };
    return;
  }
  const onStatus = (line: string) => process.stderr.write(line);
  const { face } = trials;
  const context = { runpod, clock: systemClock, recipes: made, healthyEndpoints, signal, onStatus };
  yield* runTrialJobs({ config, face, ...context });
}

async function webhookFinding(config: Config, signal: AbortSignal): Promise<Finding> {
  try {
    return await webhookCheck(webhooksSoFar(config), signal);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const next = 'Run this as the user that the bot runs as.';
    return { verdict: 'wrong', about: 'PUBLIC_URL', says: error.message, next };
  }
}

/** Prepares the photo as the bot would send it, in base64. */
async function photo(path: string, signal: AbortSignal): Promise<string> {
  const around = { flag: '--face', folder: process.cwd(), signal };
  return (await readPictureFile(path, { kind: 'face' }, around)).bytes.toString('base64');
}
