import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorMessage } from '../../src/workers/error-text.ts';
import { WORKER_ERROR_CODES, workerError } from '../../src/workers/worker-error.ts';
import { ERRORS } from '../../src/errors/errors.ts';

const photo = 'iVBORw0KGgo+/AAA'.repeat(20_000);

/** What the contract's worker sends when a node fails: ComfyUI's messages as Python prints them. */
const executionError = (message: string, type = 'RuntimeError') =>
  `ComfyUI error: [['execution_start', {'prompt_id': '3f2a', 'timestamp': 1}], ` +
  `['execution_cached', {'nodes': [], 'prompt_id': '3f2a'}], ['execution_error', ` +
  `{'prompt_id': '3f2a', 'node_id': '5', 'node_type': 'IPAdapterAdvanced', 'executed': ['1'], ` +
  `'exception_message': ${message}, 'exception_type': '${type}', 'traceback': ` +
  `['  File "/comfyui/execution.py", line 327, in execute\\n'], 'current_inputs': ` +
  `{'text': ["a secret garden, no face detected"], 'image': ['${photo}']}}]]`;

/** What worker-comfyui says when ComfyUI does not take a graph. */
const validation = (node: string, details: string, type = 'value_not_in_list') =>
  `Workflow validation failed:\n• Node ${node} (errors): [{'type': '${type}', 'message': ` +
  `'Value not in list', 'details': "${details}", 'extra_info': {'received_value': '${photo}'}}]`;

const read = (error: unknown) => workerError(errorMessage(error) ?? '');

it('has a sentence for people for every code', () => {
  for (const code of WORKER_ERROR_CODES) expect(ERRORS).toHaveProperty(code);
});

describe('what workers say', () => {
  it.each([
    ['No prompt provided in input', 'graph_refused'],
    ['No output images produced', 'no_pictures'],
    ['Prompt 3f2a-11 did not complete within 600s', 'worker_timed_out'],
    ['ComfyUI process died...', 'worker_died'],
    ['HTTP Error 400: Bad Request', 'graph_refused'],
    ["Missing 'workflow' parameter", 'graph_refused'],
    ['InsightFace: No face detected.', 'no_face'],
    ["No module named 'insightface'", 'model_missing'],
    ['ClipVision model not found.', 'model_missing'],
    ['LoRA model not found.', 'model_missing'],
    ['Missing CLIPVision model.', 'model_missing'],
    ['insightface model is required for FaceID models', 'model_missing'],
    [
      'Error(s) in loading state_dict for Resampler: size mismatch for proj_in.weight: copying',
      'model_missing',
    ],
    ["FileNotFoundError: No such file or directory: '/m/x.safetensors'", 'model_missing'],
    ["value_not_in_list on ckpt_name: 'x.safetensors'", 'model_missing'],
    ["Value not in list: ckpt_name: 'x.safetensors' not in []", 'model_missing'],
    ["Value not in list: ipadapter_file: 'x.bin' not in ['y.bin']", 'model_missing'],
    [String.raw`ckpt_name: \'x.safetensors\' not in []`, 'model_missing'],
    [String.raw`ckpt_name: \\\"x.safetensors" not in []`, 'model_missing'],
    [String.raw`ckpt_name: \\ not in []`, 'model_missing'],
    ["ckpt_name: '' not in []", 'model_missing'],
    [`ckpt_name: '${'x '.repeat(150)}' not in []`, 'model_missing'],
    [`ckpt_name: '${'x '.repeat(150)}x' not in []`, 'worker_unknown'],
    ["Value not in list: sampler_name: 'foo' not in ['euler']", 'graph_refused'],
    [validation('1', "ckpt_name: 'x.safetensors' not in ['y.safetensors']"), 'model_missing'],
    [validation('5', "combine_embeds: 'Average' not in ['concat', 'add']"), 'graph_refused'],
    [validation('6', `image - Invalid image file: ${photo}`, 'custom_validation'), 'graph_refused'],
    ["IPAdapterAdvanced() got an unexpected keyword argument 'clip'", 'graph_refused'],
    ['Failed to upload one or more input images', 'graph_refused'],
    ['Cannot execute because node X does not exist.. Raw response: {"error": {}}', 'graph_refused'],
    [
      "Node 'NoSuchNode' not found. The custom node may not be installed.. Raw response: {}",
      'graph_refused',
    ],
    ["Node 'ID #workflow' has no class_type. The workflow may be corrupted", 'graph_refused'],
    ['ComfyUI server (127.0.0.1:8188) not reachable after multiple retries.', 'worker_died'],
    ['WebSocket communication error: Connection to remote host was lost.', 'worker_died'],
    ['CUDA out of memory. Tried to allocate 2.00 GiB', 'out_of_memory'],
    ['torch.OutOfMemoryError: Allocation on device', 'out_of_memory'],
    ['CUDA error: CUBLAS_STATUS_ALLOC_FAILED', 'out_of_memory'],
    ['job timed out after 1 retries', 'worker_timed_out'],
    ['[Errno 28] No space left on device', 'worker_disk'],
    ["OSError: [Errno 122] Disk quota exceeded: '/comfyui/output/a.png'", 'worker_disk'],
    ['ComfyUI did not take the picture: HTTP 500', 'worker_disk'],
    ['ComfyUI did not take the picture: HTTP 400', 'graph_refused'],
    ['the moon is full', 'worker_unknown'],
    ['', 'worker_unknown'],
  ])('%#: means what it means', (text, code) => {
    expect(read(text).code).toBe(code);
  });

  it.each([
    [{ error: 'Job processing failed', details: 'CUDA out of memory' }, 'out_of_memory'],
    [{ error_type: "<class 'torch.cuda.OutOfMemoryError'>", error_message: 'x' }, 'out_of_memory'],
    [
      {
        error: 'Failed to upload one or more input images',
        details: [
          'Error uploading darkroom-1.jpg: 500 Server Error: Internal Server Error for url: http://127.0.0.1:8188/upload/image',
        ],
      },
      'worker_disk',
    ],
    [executionError("'[Errno 28] No space left on device'", 'OSError'), 'worker_disk'],
    [
      `ComfyUI error: ${JSON.stringify([{ exception_type: 'OSError', exception_message: '[Errno 28] No space left on device' }])}`,
      'worker_disk',
    ],
    [['hm', { message: 'No face found' }], 'no_face'],
    [[['execution_error', { exception_message: 'No face detected' }]], 'no_face'],
    [JSON.stringify({ error_message: executionError("'No face detected.'") }), 'no_face'],
    ['{"error_type": "x", "error_message": "No face detected", "cut off', 'no_face'],
    [42, 'worker_unknown'],
    [{}, 'worker_unknown'],
  ])('is found in %#: objects, lists and encoded texts', (error, code) => {
    expect(read(error).code).toBe(code);
  });

  it.each([
    ["'InsightFace: No face detected.'", 'no_face', 'Exception: InsightFace: No face detected.'],
    [
      `"No module named 'insightface'"`,
      'model_missing',
      "Exception: No module named 'insightface'",
    ],
    [`'it\\'s a "test"\\nof it'`, 'worker_unknown', `Exception: it's a "test" of it`],
  ])("is told by the exception alone in ComfyUI's messages: %s", (message, code, text) => {
    expect(read(executionError(message, 'Exception'))).toEqual({ code, text });
  });

  it('is not told by the words of the one who asked', () => {
    expect(read(executionError("'the sampler broke'"))).toEqual({
      code: 'worker_unknown',
      text: 'RuntimeError: the sampler broke',
    });
  });
});

describe('the text for the log', () => {
  it("keeps the details of ComfyUI's refusal", () => {
    expect(read(validation('1', "ckpt_name: 'x.safetensors' not in ['y']")).text).toBe(
      "Workflow validation failed: • Node 1 (errors): … ckpt_name: 'x.safetensors' not in …",
    );
  });

  it.each([
    [`bad picture ${photo} given`, 'bad picture … given'],
    ['bad picture data:image/png;base64,AAAA given', 'bad picture … given'],
    ["No such file: '/comfyui/models/clip/x.bin'", "No such file: 'x.bin'"],
    ['in C:\\ComfyUI\\models\\x.bin now', 'in x.bin now'],
    ['in custom_nodes/IPAdapter/a.py now', 'in a.py now'],
    ['at http://pod-7.example.com:8188/prompt?x=1 now', 'at … now'],
    ["HTTPConnectionPool(host='pod-7', port=8188)", 'HTTPConnectionPool(host=…, port=8188)'],
    ['server (127.0.0.1:8188) and a.b.internal', 'server (…) and …'],
    ['refused {"prompt": "a secret garden"}', 'refused …'],
    [
      'broke\nTraceback (most recent call last):\n  File "/a/b.py"\nValueError: x\n',
      'broke ValueError: x',
    ],
    ['one\n\ttwo\u0000\u001b[31mthree\u202e', 'one two [31mthree'],
    ['at 2.5it/s and/or 1/2', 'at 2.5it/s and/or 1/2'],
  ])('%#: leaves out what is not for a log', (text, left) => {
    expect(workerError(text).text).toBe(left);
  });

  it('is short', () => {
    const { text } = workerError('word '.repeat(1000));
    expect(text).toHaveLength(300);
    expect(text.endsWith('…')).toBe(true);
  });

  it('never holds a photo, wherever it stood', () => {
    const words = fc.array(fc.constantFrom('image', ' ', "'", '[', '{', ':', '\n', photo, '/'));
    fc.assert(
      fc.property(words, (parts) => {
        expect(read(parts.join('')).text).not.toMatch(/[\w+/=-]{65}/);
      }),
      { numRuns: 30 },
    );
  });
});

it.each([
  ['one long word', 'A'.repeat(24e6)],
  ['open brackets', '[ '.repeat(5e6)],
  ['keys without values', "'exception_message': ".repeat(5e5)],
  ['tracebacks on one line', 'Traceback (most recent call last)'.repeat(3e5)],
  ['slashes', '/a'.repeat(5e6)],
  ['model inputs', 'ckpt_name: '.repeat(1e6)],
  ['backslashes', `ckpt_name: ${'\\'.repeat(1e6)}`],
  ['an execution error', executionError(`'${photo}'`).repeat(5)],
])('reads megabytes of %s', (_, text) => {
  expect(read(text).text.length).toBeLessThanOrEqual(300);
});
