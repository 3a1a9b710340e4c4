import { request } from 'undici';
import type { Config } from '../config/config.ts';
import type { WebhookAddresses } from '../runpod/webhook-addresses.ts';
import { openScreening, TermListError } from '../screening/open-screening.ts';
import { abilitiesOf } from '../workers/worker-kinds.ts';
import { problemLine } from '../workflows/problem.ts';
import type { Workflows } from '../workflows/read-workflows.ts';
import type { Finding } from './finding.ts';

/** Summarises the configuration and checks whether the configured lists can be read. */
export function* configurationChecks(config: Config): Generator<Finding> {
  yield { verdict: 'fine', about: 'Configuration', says: summary(config) };
  const isForDiscord = config.intake === 'http' || config.needsEvents;
  if (config.http.port !== undefined && config.publicUrl === undefined && !isForDiscord) {
    const says = 'it receives nothing, since RunPod is given no address.';
    yield { verdict: 'note', about: 'HTTP_PORT', says, next: 'Set PUBLIC_URL, or leave it empty.' };
  }
  if (config.screeningTermsFolder === undefined) return;
  const about = 'SCREENING_TERMS_DIR';
  try {
    openScreening(config.screeningTermsFolder);
    yield { verdict: 'fine', about, says: 'its lists are readable.' };
  } catch (error) {
    if (!(error instanceof TermListError)) throw error;
    yield { verdict: 'wrong', about, says: error.message };
  }
}

function summary({ worker, models, faces, maxSpendMicrosPerDay }: Config): string {
  if (abilitiesOf(worker.kind).isPublic) {
    const most =
      maxSpendMicrosPerDay === 0 ? 'any number of' : `at most ${maxSpendMicrosPerDay / 1e6}`;
    return `WORKER=${worker.kind}; RunPod's public endpoints make the pictures, for ${most} dollars a day; no faces`;
  }
  const { main, general } = models.checkpoints;
  return [
    `WORKER=${worker.kind}`,
    `age-restricted channels by ${main}`,
    general === undefined ? 'no others, and no faces' : `all others by ${general}`,
    faces ? `faces by ${models.ipAdapterFile} with ${models.clipVisionName}` : 'no faces',
  ].join('; ');
}

/**
 * Lists the operator's own workflows and every problem with the invalid ones. `featured`: the one behind
 * `/imagine`.
 */
export function* workflowChecks(
  { recipes, broken }: Workflows,
  featured?: string,
): Generator<Finding> {
  const names = recipes.map(({ command = '' }) =>
    command === featured ? `/imagine (${command})` : `/${command}`,
  );
  if (names.length > 0) {
    yield { verdict: 'fine', about: 'Workflows', says: `${names.join(', ')}.` };
  }
  for (const { name, problems } of broken) {
    for (const problem of problems) {
      yield { verdict: 'wrong', about: `Workflow ${name}`, says: `${problemLine(problem)}.` };
    }
  }
}

/** No real job has this id. */
const NO_JOB = { id: 'doctor', attempt: 0 };
const WITHIN_MS = 10_000;

const about = 'PUBLIC_URL';
const START = 'The bot must be running during this check.';
const FORWARD = 'The proxy in front must forward POST below /runpod/ to HTTP_PORT';

/**
 * Checks whether a webhook reaches the bot, by sending one about no job. `addresses`: `undefined` if no bot
 * has used this database yet. Rejects with the signal's reason.
 */
export async function webhookCheck(
  addresses: Pick<WebhookAddresses, 'of'> | undefined,
  signal: AbortSignal,
): Promise<Finding> {
  const note = (says: string, next: string): Finding => ({ verdict: 'note', about, says, next });
  if (!addresses) {
    return note(
      'it was not tried, since no bot has run with this database yet.',
      'Start the bot, and run this again.',
    );
  }
  const address = addresses.of(NO_JOB);
  const status = await statusOf(address, signal);
  if (status === undefined) {
    return note(
      'nothing responds there, as seen from here, so the bot polls RunPod.',
      `${START} Not every machine reaches itself by its public address.`,
    );
  }
  if (status !== 200) {
    return note(
      `a webhook gets status ${status} there instead of 200, so the bot polls RunPod.`,
      `${START} ${FORWARD}, and the bot must use this database.`,
    );
  }
  // The bot rejects unknown addresses. A proxy without a rule for a path may answer 200 to anything.
  if ((await statusOf(`${address}x`, signal)) === 200) {
    return note(
      'every request there gets status 200, so it does not reach the bot, which polls RunPod instead.',
      `${FORWARD}.`,
    );
  }
  return { verdict: 'fine', about, says: 'RunPod can report finished jobs there.' };
}

/** Posts a test webhook and returns the answer's HTTP status; `undefined` without an answer. */
async function statusOf(address: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const { statusCode, body } = await request(address, {
      method: 'POST',
      body: '{}',
      signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
    });
    await body.dump();
    return statusCode;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
