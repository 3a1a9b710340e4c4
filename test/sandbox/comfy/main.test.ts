import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, it, expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { textGraph } from './graphs.ts';

const startLine = z.object({ url: z.url(), folder: z.string() });

/** The stand-in as a process of its own. */
async function startProcess() {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'packages/stand-ins/comfy/main.ts', '--port', '0'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { url, folder } = startLine.parse(JSON.parse(String((await lines.next()).value)));
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(url + path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  return { child, folder, call };
}

describe('the stand-in for ComfyUI as a process', () => {
  it('serves until its stdin closes, does as its controls say, and leaves nothing behind', async () => {
    const { child, folder, call } = await startProcess();

    expect(await call('PUT', '/sandbox/settings', { stepMs: 'long' })).toMatchObject({
      status: 400,
    });
    const settings = { stepMs: 0, without: ['KSampler'] };
    expect(await call('PUT', '/sandbox/settings', settings)).toMatchObject({ body: settings });
    const prompt = textGraph({ '13': { width: 64, height: 64 } });
    expect(await call('POST', '/prompt', { prompt })).toMatchObject({
      status: 400,
      body: { error: { type: 'missing_node_type' } },
    });

    await call('PUT', '/sandbox/settings', { missingNode: 'invalid_prompt' });
    expect(await call('POST', '/prompt', { prompt })).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_prompt' } },
    });

    await call('POST', '/sandbox/fault', { path: '^/queue$', answer: { status: 503, body: '{}' } });
    expect([(await call('GET', '/queue')).status, (await call('GET', '/queue')).status]).toEqual([
      503, 200,
    ]);
    expect((await call('GET', '/sandbox/requests')).body).toEqual([
      { method: 'POST', path: '/prompt' },
      { method: 'POST', path: '/prompt' },
      { method: 'GET', path: '/queue' },
      { method: 'GET', path: '/queue' },
    ]);

    await call('POST', '/sandbox/reset');
    expect((await call('GET', '/sandbox/requests')).body).toEqual([]);
    expect((await call('POST', '/prompt', { prompt })).status).toBe(200);

    expect(existsSync(folder)).toBe(true);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(existsSync(folder)).toBe(false);
  });

  it('dies at once when it is told to', async () => {
    const { child, folder, call } = await startProcess();
    const exited = once(child, 'exit');
    await expect(call('POST', '/sandbox/exit')).rejects.toThrow();
    expect(await exited).toEqual([1, null]);
    expect(existsSync(folder)).toBe(false);
  });
});
