import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { buildEntries } from './built-entries.ts';
import { HEAD, isMet, rowOf, type Figure } from './figure.ts';
import { runInOwnProcess } from './in-own-process.ts';
import { parseCommandLine } from './options.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { formatTable } from './table.ts';

// Prints how Darkroom does in situations that are hard on it, beside a plain bot, and writes the
// figures down as JSON. Exits with 0 whatever they are: a busy machine is not a failure.
const line = parseCommandLine(
  process.argv.slice(2),
  SCENARIOS.map(({ name }) => name),
);
const chosen = SCENARIOS.filter(({ name }) => line.names.length === 0 || line.names.includes(name));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

await buildEntries();
const figures: Figure[] = [];
const failures: string[] = [];
for (const scenario of chosen) {
  process.stderr.write(`${scenario.name} …\n`);
  const failure = await runInOwnProcess(scenario, line, (figure) => {
    figures.push(figure);
    process.stderr.write(`  ${rowOf(figure).slice(1).filter(Boolean).join('  ')}\n`);
  });
  if (failure !== undefined) failures.push(failure);
}

const machine = {
  node: process.version,
  cores: availableParallelism(),
  cpu: cpus()[0]?.model,
  memoryMb: Math.round(totalmem() / 1e6),
};
const results = {
  at: new Date().toISOString(),
  machine,
  failures,
  figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
};
mkdirSync(dirname(line.out), { recursive: true });
writeFileSync(line.out, `${JSON.stringify(results, null, 2)}\n`);

console.log(`\n${formatTable(HEAD, figures.map(rowOf), 2)}\n`);
for (const failure of failures) console.log(failure);
console.log(`Written to ${line.out}.`);
