import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
const WRITES_JOBS =
  /\b(updateTable|deleteFrom|insertInto|replaceInto|mergeInto)\(\s*'jobs\b|\b(UPDATE|INSERT INTO|DELETE FROM)\s+jobs\b/;

const files = ['src', 'commands'].flatMap((top) =>
  readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
    .map((file) => `${top}/${file}`)
    .filter(
      (path) =>
        path.endsWith('.ts') && !/store\/(?:migrations|(?:postgres\/)?schema)\.ts$/.test(path),
    ),
);

describe("jobs' rows", () => {
  it('are written by the job log and its parts alone', () => {
    const writing = files.filter((path) =>
      WRITES_JOBS.test(readFileSync(join(projectFolder, path), 'utf8')),
    );
    expect(writing.filter((path) => !path.startsWith('src/jobs/sql/'))).toEqual([]);
    expect(writing).toContain('src/jobs/sql/move-job.ts');
  });

  it.each([
    "trx\n  .updateTable('jobs')",
    "trx.insertInto('jobs').values(row)",
    'sql`DELETE FROM jobs WHERE id = 1`',
    'sql`UPDATE jobs SET state = 1`',
  ])('are written by %s', (source) => {
    expect(source).toMatch(WRITES_JOBS);
  });

  it.each([
    "trx.selectFrom('jobs')",
    "trx.updateTable('jobEvents')",
    'sql`UPDATE jobs_before SET a = 1`',
  ])('are not written by %s', (source) => {
    expect(source).not.toMatch(WRITES_JOBS);
  });
});
