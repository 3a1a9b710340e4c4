import { expect, it } from 'vitest';
import { LogBench } from '../support/log-bench.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';

const languages = { locale: 'pt-BR', guildLocale: 'de' };

it('keeps the languages of a person and of their server with a job', async () => {
  const bench = new LogBench();
  const { id } = await bench.create(languages);
  expect(await bench.log.jobs.find(id)).toMatchObject(languages);
  expect(await bench.create()).toMatchObject({ locale: undefined, guildLocale: undefined });
});

it("forgets a person's language with them, and keeps the server's, which is nobody's", async () => {
  const bench = new LogBench();
  const { erasure } = peopleParts(bench);
  const { id, userId } = await bench.jobIn('completed', languages);
  await erasure.erase(userId, clearNothing);
  const row = bench.db.selectFrom('jobs').select(['locale', 'guildLocale']).where('id', '=', id);
  expect(await row.executeTakeFirst()).toEqual({ locale: null, guildLocale: 'de' });
});
