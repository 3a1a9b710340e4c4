import { describe, expect, it } from 'vitest';
import { wordsFor } from '../../../src/discord/cards/job-lines.ts';
import { say } from '../../../src/say/say.ts';
import { sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

describe("a job's words", () => {
  it('are there for rows that know no language, and for languages that nobody has written', () => {
    expect(wordsFor(sampleJob())).toBe(say('en'));
    expect(wordsFor(sampleJob({ locale: 'xx', guildLocale: 'yy' }))).toBe(say('en'));
  });
});
