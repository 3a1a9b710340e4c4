import { problemLine } from '../workflows/problem.ts';
import type { Workflows } from '../workflows/read-workflows.ts';
import type { Finding } from './finding.ts';

/**
 * The operator's own workflows: which there are, and everything that is wrong with the others. `featured`:
 * the one that is `/imagine`.
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
