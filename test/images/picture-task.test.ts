import { expect, it } from 'vitest';
import { type PictureTask, readTask } from '../../src/images/picture-task.ts';

const IMAGE = {
  kind: 'image',
  maxSide: 2048,
  maxPixels: 1e6,
  mask: false,
  mostBytes: 1e6,
} as const;

it.each<PictureTask>([
  { kind: 'face' },
  { kind: 'thumbnail' },
  { kind: 'chart' },
  { kind: 'smaller', mostBytes: 5 },
  IMAGE,
])('a picture process reads the task %j', (task) => {
  expect(readTask(JSON.stringify(task))).toEqual(task);
});

it.each([
  'null',
  '[]',
  '{"kind":"else"}',
  '{"kind":"smaller"}',
  '{"kind":"smaller","mostBytes":0}',
  '{"kind":"smaller","mostBytes":"5"}',
  JSON.stringify({ ...IMAGE, maxSide: -1 }),
  JSON.stringify({ ...IMAGE, maxPixels: null }),
  JSON.stringify({ ...IMAGE, mask: 'picture' }),
])('a picture process has no task in %s', (argument) => {
  expect(() => readTask(argument)).toThrow('unknown task');
});
