import { describe, expect, it } from 'vitest';
import { say } from '../../../src/say/say.ts';
import { summaryLines } from '../../../src/discord/cards/privacy-card.ts';
import type { PersonalSummary } from '../../../src/privacy/personal-data.ts';

const NOTHING: PersonalSummary = {
  isCut: false,
  jobs: 0,
  underWay: 0,
  oldestJobAt: undefined,
  pictures: 0,
  sent: 0,
  consents: 0,
  withdrawn: 0,
  statements: 0,
  statementsWithdrawn: 0,
  reportsMade: 0,
  reportsAgainst: 0,
  blocks: 0,
  limits: 0,
  purchases: 0,
  keptOut: 0,
  ofOthers: 0,
  questions: 0,
  acts: 0,
  defaults: 0,
  settings: 0,
  presets: 0,
  serverPresets: 0,
  tries: 0,
  pauseEndsAt: undefined,
};
const TIMES = { resultRetentionMs: 24 * 3_600_000, logRetentionMs: 90 * 86_400_000 };

describe('what is said of a withdrawal', () => {
  it.each([
    [{ consents: 1, statements: 0 }, 'Your consent is withdrawn.'],
    [{ consents: 0, statements: 0 }, 'Your 0 consents are withdrawn.'],
    [{ consents: 0, statements: 1 }, 'Your statement is withdrawn.'],
    [{ consents: 1, statements: 2 }, 'Your consent and 2 statements are withdrawn.'],
  ])('names what was withdrawn: %o', (counts, words) => {
    expect(say().privacy.withdrawn(counts)).toContain(words);
  });
});

describe('the lines about what is kept of a person', () => {
  it.each([
    [{ jobs: 1 }, '**1 request**'],
    [{ jobs: 2 }, '**2 requests**'],
    [{ jobs: 2 }, 'Deleted 90 days after they end.'],
    [{}, 'Each is deleted 24 hours after it was made'],
    [{ jobs: 1 }, 'Private pictures are shown only to you.'],
    [{ acts: 1 }, '**1 entry**'],
    [{ acts: 2 }, '**2 entries**'],
    [{ questions: 2 }, '**2 questions** about using a picture'],
    [{ purchases: 1 }, '**1 purchase** at Discord, with what it still gives you.'],
    [{ purchases: 2 }, '**2 purchases** at Discord, with what they still give you.'],
    [{ ofOthers: 1 }, '**1 request** by others that asked'],
    [{ tries: 1 }, '**1 refused prompt** from the last day'],
    [{ pauseEndsAt: 1_900_000_000_000 }, 'ends <t:1900000000:R>, stored'],
    [{ statements: 1 }, '**1 statement** that nobody is in a picture, stored'],
    [{ statements: 2, statementsWithdrawn: 1 }, 'in a picture, and 1 withdrawn, stored'],
    [{ settings: 1 }, 'Your `/settings`, until'],
    [{ defaults: 2 }, 'defaults for **2 commands**'],
    [{ presets: 1 }, '**1 preset**, until you delete it.'],
    [{ serverPresets: 2 }, 'You created **2 presets** for servers'],
  ])('count in words as people do: %o reads %s', (counts, words) => {
    expect(summaryLines({ ...NOTHING, ...counts }, TIMES, say()).join('\n')).toContain(words);
  });
});
