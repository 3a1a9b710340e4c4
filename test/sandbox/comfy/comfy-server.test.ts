import { describe, it, expect } from 'vitest';
import { z } from 'zod';
import type { ComfyServer } from '../../../packages/stand-ins/comfy/comfy-server.ts';
import { startServer } from './comfy.ts';
import { faceGraph, textGraph } from './graphs.ts';

const small = { '13': { width: 64, height: 64 } };
const promptAnswer = z.object({ prompt_id: z.string(), number: z.number() });
const queueAnswer = z.object({
  queue_running: z.array(z.array(z.unknown())).length(1),
  queue_pending: z.array(z.array(z.unknown())).length(1),
});
function upload(server: ComfyServer, name: string, bytes: string, more: object = {}) {
  const form = new FormData();
  form.set('image', new File([bytes], name));
  for (const [key, value] of Object.entries(more)) form.set(key, String(value));
  return fetch(`${server.url}/upload/image`, { method: 'POST', body: form });
}

describe("ComfyUI's API", () => {
  it('takes a prompt, keeps its history, and forgets it when told to', async () => {
    const { server, call } = await startServer();
    const answer = await call('POST', '/prompt', { prompt: textGraph(small) });
    expect(answer.status).toBe(200);
    const { prompt_id: id } = promptAnswer.parse(await answer.json());
    await server.comfy.finished(id);
    expect(await (await call('GET', `/history/${id}`)).json()).toMatchObject({
      [id]: {
        outputs: { '12': { images: [{ filename: 'ComfyUI_00001_.png' }] } },
        status: {
          status_str: 'success',
          completed: true,
          messages: [['execution_start'], ['execution_cached'], ['execution_success']].map(
            ([event]) => [event, { prompt_id: id }],
          ),
        },
      },
    });
    await call('POST', '/history', { delete: [id] });
    expect(await (await call('GET', `/history/${id}`)).json()).toEqual({});
  });

  it.each<[string, unknown, string]>([
    ['a bad graph', faceGraph('base64'), 'prompt_outputs_failed_validation'],
    ['an unknown class', { '1': { class_type: 'Nope', inputs: {} } }, 'missing_node_type'],
    ['an empty graph', {}, 'prompt_no_outputs'],
    ['no graph', undefined, 'no_prompt'],
  ])('refuses %s with 400', async (_, prompt, type) => {
    const { call } = await startServer();
    const answer = await call('POST', '/prompt', { prompt });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { type } }]);
  });

  it('answers 200 with node_errors where one output is good and one is not', async () => {
    const { call } = await startServer();
    const bad = { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'x' } };
    const answer = await call('POST', '/prompt', { prompt: { ...textGraph(small), '20': bad } });
    const errors: unknown = await answer.json();
    expect([answer.status, errors]).toMatchObject([200, { node_errors: { '20': {} } }]);
  });

  it('describes its classes as ComfyUI does', async () => {
    const { call } = await startServer({
      models: { checkpoints: ['lustifySDXLNSFW_ggwpV7.safetensors', 'gone.safetensors'] },
      without: ['gone.safetensors'],
    });
    const info: unknown = await (await call('GET', '/object_info')).json();
    expect(info).toMatchObject({
      KSampler: {
        input: {
          required: { steps: ['INT', { default: 20, min: 1, max: 10000 }], model: ['MODEL'] },
        },
        output: ['LATENT'],
        output_node: false,
      },
      CheckpointLoaderSimple: {
        input: { required: { ckpt_name: [['lustifySDXLNSFW_ggwpV7.safetensors']] } },
      },
      LoadImage: { input: { required: { image: [['face.png'], { image_upload: true }] } } },
      SaveImage: { output_node: true },
    });
    const one: unknown = await (await call('GET', '/object_info/IPAdapterFaceID')).json();
    expect(one).toMatchObject({
      IPAdapterFaceID: { input: { optional: { insightface: ['INSIGHTFACE'] } } },
    });
    expect(await (await call('GET', '/object_info/Nope')).json()).toEqual({});
  });

  it('shows its queue, and takes a waiting prompt out of it', async () => {
    const { server, call } = await startServer({ stepMs: 60_000 });
    const submit = async (prompt_id: string) => {
      await call('POST', '/prompt', { prompt: textGraph(small), prompt_id });
    };
    await submit('first');
    await submit('second');
    const shown = queueAnswer.parse(await (await call('GET', '/queue')).json());
    const parts = [...shown.queue_running, ...shown.queue_pending];
    expect(parts.map(([number, id, , , outputs]) => [number, id, outputs])).toEqual([
      [0, 'first', ['12']],
      [1, 'second', ['12']],
    ]);
    await call('POST', '/queue', { delete: ['second'] });
    await call('POST', '/interrupt', { prompt_id: 'second' });
    expect(server.comfy.queue.running).toHaveLength(1);
    await call('POST', '/interrupt', { prompt_id: 'first' });
    await server.comfy.finished('first');
    expect(await (await call('GET', '/queue')).json()).toEqual({
      queue_running: [],
      queue_pending: [],
    });
  });

  it('takes an upload, and under another name where one of that name is there', async () => {
    const { server } = await startServer();
    expect(await (await upload(server, 'me.png', 'one')).json()).toEqual({
      name: 'me.png',
      subfolder: '',
      type: 'input',
    });
    expect(await (await upload(server, 'me.png', 'two')).json()).toMatchObject({
      name: 'me (1).png',
    });
    await upload(server, 'me.png', 'three', { overwrite: true });
    const view = await fetch(`${server.url}/view?filename=me.png&type=input`);
    expect(await view.text()).toBe('three');
    await upload(server, 'me.png', 'four', { subfolder: 'job' });
    const deep = await fetch(`${server.url}/view?filename=me.png&subfolder=job&type=input`);
    expect(await deep.text()).toBe('four');
  });

  it('has everything under /api too', async () => {
    const { call } = await startServer();
    expect((await call('GET', '/api/system_stats')).status).toBe(200);
  });
});
