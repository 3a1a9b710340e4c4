import { describe, expect, it } from 'vitest';
import { unlessAborted } from '../../../packages/stand-ins/demo/unless-aborted.ts';

const never = new Promise<string>(() => undefined);

describe('unlessAborted', () => {
  it('gives the value where nothing aborts', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(signal, Promise.resolve('done'))).toBe('done');
  });

  it('gives up with the reason when the signal aborts', async () => {
    const controller = new AbortController();
    const waiting = unlessAborted(controller.signal, never);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });

  it('gives up at once where the signal has aborted before', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(unlessAborted(signal, never)).rejects.toThrow('stopped');
  });
});
