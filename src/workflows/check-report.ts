import { snakeCase } from '../recipes/option.ts';
import { problemLine } from './problem.ts';
import type { Workflows } from './read-workflows.ts';

/** A line for each workflow that works, and one for each problem of the others. */
export function checkReport({ recipes, broken }: Workflows): readonly string[] {
  const works = recipes.map(({ command = '', rating, options }) => {
    const names = Object.keys(options).map(snakeCase).join(', ') || 'no options';
    return `✓ /${command} (${rating}): ${names}`;
  });
  const wrong = broken.flatMap(({ name, problems }) =>
    problems.map((problem) => `✗ ${name}: ${problemLine(problem)}`),
  );
  return [...works, ...wrong];
}
