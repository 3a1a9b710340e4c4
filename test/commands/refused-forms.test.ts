import { expect, it, onTestFinished } from 'vitest';
import { moments } from '../../src/record/store/moments.ts';
import { finished, press, sendIn } from './result-scene.ts';
import { quietAnswer } from './scene.ts';

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
  expect(told).toContain('This is what you filled in:');
  expect(codes).toEqual([{ code: 'prompt_explicit' }]);
  const lines = studio.logged.filter((line) => line.includes('"msg":"refused"'));
  expect(lines.join('\n')).toContain('"code":"prompt_explicit"');
  expect(lines.join('\n')).not.toContain('nude');
});
