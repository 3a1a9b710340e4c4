import { expect, it, onTestFinished } from 'vitest';
import { moments } from '../../src/store/moments.ts';
import { finished, press, sendIn } from './result-scene.ts';
import { imagine, openStudio, quietAnswer } from './scene.ts';

it('a form that is refused is counted and logged as any other refusal, once', async () => {
  const codes: unknown[] = [];
  const note = (message: unknown) => codes.push(message);
  moments.refused.subscribe(note);
  onTestFinished(() => {
    moments.refused.unsubscribe(note);
  });
  const { studio, picture } = await finished();
  const form = await press(studio, picture, 'Edit');
  const sent = await sendIn(studio, form, { prompt: 'a nude woman in oil' });
  const told = await quietAnswer(sent);
  expect(told).toContain('Your input:');
  expect(codes).toEqual([{ code: 'prompt_explicit' }]);
  const lines = studio.logged.filter((line) => line.includes('"msg":"refused"'));
  expect(lines.join('\n')).toContain('"code":"prompt_explicit"');
  expect(lines.join('\n')).not.toContain('nude');
});

it('a command that is refused gives back what was filled in, and whether it was to be private', async () => {
  const studio = await openStudio();
  const { general } = studio.discord.world.channels;
  const filled = { prompt: 'a nude woman in oil', steps: 30, private: true };
  const told = await quietAnswer(await imagine(studio, filled, { in: general }));
  expect(told).toContain("Explicit pictures aren't allowed in this channel");
  expect(told).toContain('```\n/imagine prompt:a nude woman in oil steps:30 private:true\n```');
});

it('a form about a private picture that is refused gives back that it was private', async () => {
  const { studio, picture } = await finished({ private: true, spoiler: true });
  const form = await press(studio, picture, 'Edit');
  const sent = await sendIn(studio, form, { prompt: 'a nude woman in oil' });
  expect(await quietAnswer(sent)).toMatch(
    /\/imagine prompt:a nude woman in oil .* private:true spoiler:true\n/,
  );
});

it('a command in which nothing was filled in is refused with a sentence alone', async () => {
  const studio = await openStudio();
  const told = await quietAnswer(await imagine(studio, { prompt: '' }, { raw: true }));
  expect(told).toMatch(/^`prompt` .* run the command again\.$/);
});
