import { readFileSync, readdirSync } from 'node:fs';
import { it } from 'vitest';
import { readCoreNodes } from '../../src/workflows/core-nodes.ts';
import { draftWorkflow } from '../../src/workflows/find/draft-workflow.ts';
import { manifestText } from '../../src/workflows/find/manifest-text.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';
import { problemLine } from '../../src/workflows/problem.ts';
const dir = new URL('./fixtures/', import.meta.url);
const json = (f: string): unknown => JSON.parse(readFileSync(new URL(f, dir), 'utf8'));
it.each(readdirSync(dir).filter((f) => !f.endsWith('.app.json')))('%s', (f) => {
  const table = readCoreNodes();
  const d = draftWorkflow({
    name: f.replace('.json', ''),
    file: json(f),
    table,
    isGeneral: true,
    ...(f === 'poster.json' && { app: json('poster.app.json') }),
  });
  if ('problems' in d) {
    process.stdout.write(`## ${f} ${d.problems.map(problemLine).join('\n')}\n`);
    return;
  }
  const r = workflowRecipe({ name: 'x', manifest: d.manifest, graph: d.changed ?? json(f) }, table);
  process.stdout.write(
    `## ${f}\n${manifestText(d.manifest)}${d.notes.map((n) => ` - ${n}\n`).join('')}${'problems' in r ? r.problems.map((p) => `!!! ${problemLine(p)}\n`).join('') : ''}`,
  );
});
