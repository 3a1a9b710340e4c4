import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../packages/stand-ins/command-line.ts';
import { readOptions } from '../../../packages/stand-ins/demo/options.ts';

describe('readOptions', () => {
  it('plays the scene where nothing is asked for', () => {
    expect(readOptions([])).toEqual({
      kind: 'play',
      request: undefined,
      worker: 'played',
    });
  });

  it('takes one request with all its options', () => {
    const args = ['--prompt', 'a lake', '--aspect-ratio', '4:5', '--seed', '0', '--face', 'me.png'];
    expect(readOptions(args)).toEqual({
      kind: 'play',
      request: { prompt: 'a lake', aspectRatio: '4:5', seed: 0, facePath: 'me.png' },
      worker: 'played',
    });
  });

  it.each(['contract', 'worker-comfyui'] as const)('plays it with the worker %s', (worker) => {
    const args = ['--worker', worker];
    expect(readOptions(args)).toEqual({ kind: 'play', request: undefined, worker });
  });

  it('asks for help', () => {
    expect(readOptions(['--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [['--fast'], "Unknown option '--fast': see npm run demo -- --help."],
    [['a lake'], "Unexpected argument 'a lake': see npm run demo -- --help."],
    [['--worker', 'mine'], '--worker must be contract or worker-comfyui or runpod-public.'],
    [['--seed', '5'], '--face, --seed and --aspect-ratio need a --prompt as well.'],
    [['--prompt='], '--prompt must have 1 to 1500 characters.'],
    [
      ['--prompt', 'a', '--aspect-ratio', '2:1'],
      '--aspect-ratio must be one of 1:1, 16:9, 9:16, 4:3, 3:4, 4:5.',
    ],
    [['--prompt', 'a', '--seed', ''], '--seed must be a whole number from -1 to 9007199254740991.'],
  ])('refuses %j in one sentence', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(new UsageError(sentence));
  });
});
