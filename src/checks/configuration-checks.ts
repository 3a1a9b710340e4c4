import type { Config } from '../config/config.ts';
import { openScreening, TermListError } from '../screening/open-screening.ts';
import { abilitiesOf } from '../workers/worker-kinds.ts';
import { problemLine } from '../workflows/problem.ts';
import type { Workflows } from '../workflows/read-workflows.ts';
import type { Finding } from './finding.ts';

/** Summarises the configuration and checks whether the configured lists can be read. */
export function* configurationChecks(config: Config): Generator<Finding> {
  yield { verdict: 'fine', about: 'Configuration', says: summary(config) };
  if (config.http.port !== undefined && config.publicUrl === undefined) {
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
