import { once } from 'node:events';
import { describe, it, expect, onTestFinished } from 'vitest';
import sharp from 'sharp';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { ComfyServer } from '../../../packages/stand-ins/comfy/comfy-server.ts';
import { startServer } from './comfy.ts';
import { faceIdGraph, textGraph } from './graphs.ts';

const small = { '13': { width: 64, height: 64 } };
const eventSchema = z.object({ type: z.string(), data: z.looseObject({}) });
type Event = z.infer<typeof eventSchema>;

/** A client of the websocket, and what it has heard. */
async function listen(server: ComfyServer, clientId: string) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws?clientId=${clientId}`);
  onTestFinished(() => {
    socket.terminate();
  });
  const events: Event[] = [];
  const frames: Buffer[] = [];
  const over = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        frames.push(data);
        return;
      }
      const event = eventSchema.parse(JSON.parse(data.toString()));
      events.push(event);
      if (event.type === 'executing' && event.data.node === null) resolve();
    });
  });
  await once(socket, 'message');
  return { events, frames, over, socket };
}

describe("ComfyUI's websocket", () => {
  it('tells the client whose prompt it is how it goes, and others only how long the queue is', async () => {
    const { server, call } = await startServer();
    const mine = await listen(server, 'mine');
    const other = await listen(server, 'other');
    const body = { prompt: faceIdGraph(small), client_id: 'mine', prompt_id: 'p' };
    await call('POST', '/prompt', body);
    await mine.over;
    expect(mine.events[0]).toMatchObject({ type: 'status', data: { sid: 'mine' } });
    const types = [...new Set(mine.events.map(({ type }) => type))];
    expect(types).toEqual([
      'status',
      'execution_start',
      'execution_cached',
      'progress_state',
      'executing',
      'progress',
      'executed',
      'execution_success',
    ]);
    const steps = mine.events.filter(({ type }) => type === 'progress');
    expect(steps).toHaveLength(20);
    expect(steps[4]?.data).toEqual({ value: 5, max: 20, prompt_id: 'p', node: '10' });
    const states = mine.events.filter(({ type }) => type === 'progress_state');
    expect(states.at(-1)?.data).toMatchObject({
      prompt_id: 'p',
      nodes: { '10': { value: 20, max: 20, state: 'finished' }, '12': { state: 'finished' } },
    });
    expect(new Set(other.events.map(({ type }) => type))).toEqual(new Set(['status']));
  });

  it('shows previews as JPEGs behind two numbers, where they are on', async () => {
    const { server, call } = await startServer({ previews: true });
    const { frames, over } = await listen(server, 'me');
    await call('POST', '/prompt', { prompt: textGraph(small), client_id: 'me' });
    await over;
    expect(frames).toHaveLength(20);
    const [frame = Buffer.alloc(8)] = frames;
    expect([frame.readUInt32BE(0), frame.readUInt32BE(4)]).toEqual([1, 1]);
    expect((await sharp(frame.subarray(8)).metadata()).format).toBe('jpeg');
  });

  it('goes on telling a client that comes back after its connection broke', async () => {
    const { server, call } = await startServer({ stepMs: 60_000 });
    const before = await listen(server, 'me');
    await call('POST', '/prompt', { prompt: textGraph(small), client_id: 'me', prompt_id: 'p' });
    const closed = once(before.socket, 'close');
    server.socket.drop();
    await closed;
    const after = await listen(server, 'me');
    await call('POST', '/interrupt', { prompt_id: 'p' });
    await after.over;
    expect(after.events.map(({ type }) => type)).toEqual([
      'status',
      'execution_interrupted',
      'status',
      'executing',
    ]);
  });
});
