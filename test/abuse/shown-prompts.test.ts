import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../src/discord/cards/card.ts';
import { renderJob } from '../../src/discord/cards/job-card.ts';
import {
  sampleJob,
  sampleRequest,
  wantedOf,
} from '../../packages/stand-ins/playground/cards/sample-job.ts';

const piece = fc.constantFrom(
  ...['@everyone', '@here', '<@1>', '<@!1>', '<@&1>', '<#1>', '</imagine:1>', '<t:0:R>', '<a:b:1>'],
  ...['```', '`', '**', '__', '~~', '||', '> ', '>>> ', '# ', '-# ', '- ', '1. ', '[a](https://x)'],
  ...['\n', '\r', '\t', '\0', '\x1b', '\u2028', '\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad'],
  ...['\u202e', '\u2066', '\u200f', '\u061c', 'שלום', 'e\u0301\u0301\u0301', '🦊', '\ud83d', '\\'],
  ...['**Failed**', 'Took 3 s', 'job k3f9x2', '⏳', ' '],
);
const prompt = fc
  .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 6 })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''));
const state = fc.constantFrom('accepted', 'queued', 'running', 'completed', 'failed', 'cancelled');

/** A job's message with that prompt. */
function shown(
  words: string,
  to: 'accepted' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled',
) {
  const job = sampleJob({ state: to, wanted: wantedOf(sampleRequest({ prompt: words })) });
  return payloadOf(renderJob(job, {}, 1_000_000)).body;
}

/** What a message says besides the prompt. */
function ownLines(description = ''): readonly string[] {
  return description.split('\n').filter((line) => line !== '' && !line.startsWith('> '));
}

describe('a message with any prompt', () => {
  it('has the same parts and the same end as one with a plain prompt', () => {
    fc.assert(
      fc.property(prompt, state, (words, to) => {
        const [odd, plain] = [shown(words, to), shown('plain', to)];
        const [embed, model] = [odd.embeds[0], plain.embeds[0]];
        expect(odd.allowed_mentions).toEqual({ parse: [] });
        expect(odd.content ?? '').toBe(plain.content ?? '');
        expect([odd.embeds.length, odd.components]).toEqual([
          plain.embeds.length,
          plain.components,
        ]);
        expect({ ...embed, description: '' }).toEqual({ ...model, description: '' });
        const own = ownLines(model?.description);
        expect(ownLines(embed?.description)).toEqual(own);
      }),
      { numRuns: 300 },
    );
  });

  it('shows nothing of no width, and nothing that turns the text around it', () => {
    fc.assert(
      fc.property(prompt, state, (words, to) => {
        const lines = shown(words, to).embeds[0]?.description?.split('\n') ?? [];
        const text = lines.filter((line) => line.startsWith('> ')).join('\n');
        expect(text).not.toMatch(
          /(?!\n)[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u,
        );
        expect(text).not.toMatch(/(?<!\\)@(?:everyone|here)|(?<!\\)<[@#/]/);
      }),
      { numRuns: 300 },
    );
  });
});
