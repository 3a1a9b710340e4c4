import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PICTURES, readResult } from '../../src/workers/output.ts';
import { base64, GIF, JPEG, PNG, WEBP } from './pictures.ts';

const completed = (output?: unknown) => readResult({ status: 'COMPLETED', output });
const failed = (job: { output?: unknown; error?: unknown }) =>
  readResult({ status: 'FAILED', ...job });
const pictures = (...all: readonly { format: string }[]) => ({ kind: 'pictures', pictures: all });
const error = (code: string, text: unknown = expect.any(String)) => ({
  kind: 'error',
  error: { code, text },
});

const png = { bytes: PNG, format: 'png' };
const jpeg = { bytes: JPEG, format: 'jpeg' };
const webp = { bytes: WEBP, format: 'webp' };

describe('pictures', () => {
  it('come all of them, in order, their format told by their bytes', async () => {
    const output = {
      images: [
        { filename: 'a.png', data: base64(PNG), type: 'image/png' },
        { filename: 'b.png', data: base64(JPEG) },
        { filename: 'c.png', data: base64(WEBP), type: 'base64' },
      ],
    };
    expect(await completed(output)).toEqual(pictures(png, jpeg, webp));
  });

  it.each(['data:image/png;base64,', 'DATA:image/webp;charset=x;base64,', ''])(
    'lose the prefix %j',
    async (prefix) => {
      expect(await completed({ images: [{ data: prefix + base64(PNG) }] })).toEqual(pictures(png));
    },
  );

  it('may be wrapped in lines and written in the URL alphabet', async () => {
    const wrapped = base64(PNG).replace(/.{8}/g, '$&\r\n');
    expect(await completed({ images: [{ data: wrapped }] })).toEqual(pictures(png));
    const urlSafe = PNG.toString('base64url');
    expect(await completed({ images: [{ data: urlSafe }] })).toEqual(pictures(png));
  });

  it('stand under their nodes in the older shape', async () => {
    const output = {
      success: true,
      outputs: {
        '12': { images: [{ filename: 'a.png', data: base64(PNG), type: 'image/png' }] },
        '14': { text: ['no pictures here'] },
        '15': { images: [{ data: base64(JPEG) }] },
      },
    };
    expect(await completed(output)).toEqual(pictures(png, jpeg));
  });

  it('count although errors stand beside them', async () => {
    const output = { images: [{ data: base64(PNG), type: 'base64' }], errors: ['one is lost'] };
    expect(await completed(output)).toEqual({ ...pictures(png), missing: 'one is lost' });
  });

  it('are dropped where they cannot be read, and the others kept', async () => {
    const bad = ['not base64!', base64(GIF), '', 'AAAA', 7, null];
    const images = [...bad.map((data) => ({ data })), null, 'x', { data: base64(PNG) }];
    expect(await completed({ images })).toEqual(pictures(png));
  });

  it.each([
    ['by their type', { type: 's3_url', data: 'https://bucket.example/a.png?sig=1' }],
    ['by their address', { data: ' https://bucket.example/a.png?sig=1\n' }],
  ])('may lie elsewhere, told %s', async (_, image) => {
    const elsewhere = { url: 'https://bucket.example/a.png?sig=1' };
    const images = [image, { data: base64(PNG) }];
    expect(await completed({ images })).toEqual({ kind: 'pictures', pictures: [elsewhere, png] });
  });

  it('have no address that is longer than any', async () => {
    const data = `https://bucket.example/${'a'.repeat(5_000)}`;
    expect(await completed({ images: [{ data, type: 's3_url' }] })).toEqual(error('no_pictures'));
  });

  it('are no more than a Discord message holds', async () => {
    const images = Array.from({ length: 12 }, () => ({ data: base64(PNG) }));
    expect(await completed({ images })).toEqual(
      pictures(...Array<typeof png>(MAX_PICTURES).fill(png)),
    );
  });
});

describe("the worker's list of what ComfyUI complains of", () => {
  const comfy = (...complaints: object[]) =>
    failed({ error: `ComfyUI error: ${JSON.stringify(complaints)}` });

  it('is read for its words', async () => {
    const face = {
      node_id: '5',
      node_type: 'IPAdapterFaceID',
      exception_type: 'Exception',
      exception_message: 'InsightFace: No face detected.',
    };
    expect(await comfy(face)).toEqual(
      error('no_face', 'Exception: InsightFace: No face detected.'),
    );
    const nodes = {
      type: 'invalid_prompt',
      message: 'node IPAdapterFaceID does not exist',
      details: 'install ComfyUI_IPAdapter_plus',
    };
    expect(await comfy(nodes)).toEqual(
      error('graph_refused', `${nodes.message}: ${nodes.details}`),
    );
  });

  it('counts as a failed node where it says nothing that is known', async () => {
    const one = { node_id: '3', exception_message: 'what nobody has heard of' };
    expect(await comfy(one)).toEqual(error('node_failed', one.exception_message));
  });
});

describe('a COMPLETED job without pictures', () => {
  it.each([
    ['an empty output', {}],
    ['an empty list', { images: [] }],
    ['no images where images should be', { images: 'none' }],
    ['success without images', { status: 'success_no_images', images: [] }],
    ['older success without outputs', { success: true }],
    ['pictures in no known format', { images: [{ data: base64(GIF) }] }],
    ['files that were not sent along', { outputs: { '12': { images: [{ filename: 'a.png' }] } } }],
    ['unknown errors beside nothing', { images: [], errors: ['hm'] }],
  ])('has none: %s', async (_, output) => {
    expect(await completed(output)).toEqual(error('no_pictures'));
  });

  it.each([undefined, null])(
    'was dropped for its size where it has no output: %j',
    async (output) => {
      expect(await completed(output)).toEqual(error('answer_too_large'));
    },
  );

  it('may hold an error, which counts even beside pictures', async () => {
    const output = { error: 'No output images produced', images: [{ data: base64(PNG) }] };
    expect(await completed(output)).toEqual(error('no_pictures', 'No output images produced'));
  });

  it.each([
    ['with a text', { error: 'ComfyUI process died...' }, 'worker_died'],
    ['with a text, older', { success: false, error: 'No face detected.' }, 'no_face'],
    ['without one, older', { success: false, outputs: {} }, 'worker_unknown'],
    ['with an error beside success', { success: true, error: 'hm' }, 'worker_unknown'],
    ['by its bare text', 'InsightFace: No face detected.', 'no_face'],
  ])('may be a failure %s', async (_, output, code) => {
    expect(await completed(output)).toEqual(error(code));
  });

  it('is not failed by an empty error', async () => {
    const output = { success: true, error: '', images: [{ data: base64(PNG) }] };
    expect(await completed(output)).toEqual(pictures(png));
  });
});

describe('a FAILED job', () => {
  it.each([
    ['at the top', { error: 'InsightFace: No face detected.' }],
    ['in its output', { output: { error: 'InsightFace: No face detected.' } }],
    ['in both', { error: 'InsightFace: No face detected.', output: { error: '' } }],
    ['beside its error', { error: 'Job processing failed', output: { details: 'No face found' } }],
  ])('has its text %s', async (_, job) => {
    expect(await failed(job)).toEqual(error('no_face'));
  });

  it('says each thing once', async () => {
    const text = 'Something else';
    expect(await failed({ error: text, output: { error: text } })).toEqual(
      error('worker_unknown', text),
    );
  });

  it('never shows pictures', async () => {
    expect(await failed({ output: { images: [{ data: base64(PNG) }] } })).toEqual(
      error('worker_unknown'),
    );
  });

  it('shows the message of a JSON-encoded error and nothing else of it', async () => {
    const encoded = JSON.stringify({
      error_type: "<class 'RuntimeError'>",
      error_message: 'the sampler broke',
      error_traceback: 'Traceback (most recent call last):\n  File "/src/handler.py", line 7',
      hostname: 'pod-64410f8e',
    });
    expect(await failed({ error: encoded })).toEqual(
      error('worker_unknown', 'RuntimeError: the sampler broke'),
    );
  });
});

describe('whatever it is given', () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true });
  const known = fc.record(
    {
      images: fc.oneof(
        anything,
        fc.array(fc.record({ data: fc.oneof(fc.string(), anything), type: anything })),
      ),
      outputs: fc.oneof(anything, fc.dictionary(fc.string(), fc.record({ images: anything }))),
      success: anything,
      error: anything,
      errors: anything,
      details: anything,
    },
    { requiredKeys: [] },
  );
  const status = fc.constantFrom('COMPLETED' as const, 'FAILED' as const);
  const output = fc.oneof(known, anything);
  const text = fc.oneof(anything, fc.json(), fc.string({ unit: 'binary', maxLength: 2000 }));

  it('gives pictures, or an error with a short text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ status, output, error: text }), async (job) => {
        const result = await readResult(job);
        if (result.kind === 'pictures') expect(result.pictures.length).toBeGreaterThan(0);
        else expect(result.error.text.length).toBeLessThanOrEqual(300);
      }),
    );
  });

  it('withstands objects of any depth', async () => {
    const deep: unknown = JSON.parse(`${'{"error":'.repeat(50_000)}"x"${'}'.repeat(50_000)}`);
    expect(await completed(deep)).toEqual(error('worker_unknown'));
  });
});
