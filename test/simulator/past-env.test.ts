import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { DEFECTS } from './defects.ts';

/** Names whose call, or whose import, reads time or randomness. */
const SOURCES: ReadonlySet<string> = new Set([
  ...['setTimeout', 'setInterval', 'randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'],
  ...['nanoid', 'customAlphabet'],
]);
const MEMBERS: ReadonlySet<string> = new Set([
  ...[
    'Date.now',
    'Math.random',
    'AbortSignal.timeout',
    'performance.now',
    'performance.timeOrigin',
  ],
  ...['process.hrtime', 'process.uptime', 'crypto.randomUUID', 'crypto.getRandomValues'],
]);

/** Where each is read all the same, and why the simulator need not control it. */
const ALLOWED: Readonly<Record<string, string>> = {
  'src/engines/clock.ts': "the system's clock itself",
  'src/engines/env.ts': "the system's randomness and stopwatch themselves",
  'src/engines/memory.ts': 'watches the memory of a real process',
  'src/jobs/sql/job-search.ts': 'the default of a stopwatch that callers hand in',
  'src/recipes/recipe.ts': 'the default of the bytes that callers hand in',
  'src/discord/rest/transport.ts': 'separates the parts of a body on a real connection',
  'src/runpod/calls.ts': 'the default of what the bot hands in',
  'src/runpod/streamed-json.ts':
    'a placeholder that no input can guess; it is never sent or stored',
  'src/runpod/answer-json.ts': 'a mark that no answer can guess; it is never stored',
  'src/store/key-file.ts': 'makes a key once, before the first start',
  'src/store/machine.ts': 'names a process among several, which need PostgreSQL',
  'src/store/postgres/postgres-store.ts': 'PostgreSQL is not simulated',
  'src/store/postgres/connections.ts': 'PostgreSQL is not simulated',
  'src/store/postgres/open.ts': 'PostgreSQL is not simulated',
  'src/store/postgres/membership.ts': 'PostgreSQL is not simulated',
  'src/store/postgres/bot-lock.ts': 'PostgreSQL is not simulated',
  'src/http/health.ts': 'a port, which is not simulated',
  'src/http/signed-bodies.ts': 'a port, which is not simulated',
  'src/bot/watch-thread.ts': 'a thread that watches a real event loop',
  'src/bot/watchdog.ts': 'watches a real event loop',
  'src/logger/logger.ts': 'writes to a real pipe',
  'src/main.ts': 'ends a real process',
  'src/drain.ts': 'a program of its own',
  'src/intake.ts': 'a program of its own',
  'src/backup.ts': 'a program of its own',
  'src/checks/configuration-checks.ts': 'the doctor, a program of its own',
  'src/checks/trial-jobs.ts': 'the doctor, a program of its own',
  'src/checks/run-workflow.ts': 'the doctor, a program of its own',
};

/** Whatever in a file reads time or randomness by itself. */
function readsIn(path: string): readonly string[] {
  return readsOf(readFileSync(path, 'utf8'), path);
}

function readsOf(text: string, path = 'some.ts'): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const object = node.expression.getText().replace(/^globalThis\./, '');
      if (MEMBERS.has(`${object}.${node.name.text}`)) found.push(node.getText());
    }
    if (ts.isImportSpecifier(node) && SOURCES.has((node.propertyName ?? node.name).text)) {
      found.push(`import of ${node.getText()}`);
    }
    const isCall = ts.isCallExpression(node) && ts.isIdentifier(node.expression);
    if (isCall && SOURCES.has(node.expression.getText())) found.push(node.expression.getText());
    const isDate = ts.isNewExpression(node) && node.expression.getText() === 'Date';
    if (isDate && (node.arguments ?? []).length === 0) found.push('new Date()');
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

describe('time and randomness', () => {
  const reading = globSync(['src/**/*.ts', 'commands/**/*.ts']).filter(
    (path) => readsIn(path).length > 0,
  );

  it('come from the env, but for what is listed with a reason', () => {
    expect(reading.filter((path) => !(path in ALLOWED))).toEqual([]);
  });

  it('are listed no longer than they are read', () => {
    expect(Object.keys(ALLOWED).filter((path) => !reading.includes(path))).toEqual([]);
  });

  it.each([
    'Date.now()',
    'const { now } = { now: () => Date.now() };',
    'new Date()',
    'setTimeout(f, 1)',
    "import { setTimeout as sleep } from 'node:timers/promises';",
    "import { randomBytes } from 'node:crypto';",
    'globalThis.Math.random()',
    'AbortSignal.timeout(1)',
    "import { nanoid } from 'nanoid';",
  ])('are found in %s', (text) => {
    expect(readsOf(text)).not.toEqual([]);
  });

  it.each(['new Date(clock.now())', 'clock.now()', 'limit.timeout(1)', 'Date.parse(text)'])(
    'are not seen in %s',
    (text) => {
      expect(readsOf(text)).toEqual([]);
    },
  );
});

describe('the planted defects', () => {
  it.each(DEFECTS)('$name: its text stands in its file once', ({ file, text }) => {
    expect(readFileSync(file, 'utf8').split(text)).toHaveLength(2);
  });
});
