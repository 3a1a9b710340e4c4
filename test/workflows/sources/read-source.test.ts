import fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { workflowFiles } from '../../../src/workflows/draft/add-workflow.ts';
import { textsIn } from '../../../src/workflows/sources/file-metadata.ts';
import { readSource } from '../../../src/workflows/sources/workflow-source.ts';
import { sdxl } from '../../support/sdxl-workflow.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { editorGraph, loadAndSave, table } from './editor.ts';

const graph = sdxl();
const PROMPT = JSON.stringify(graph);
const editor = editorGraph(loadAndSave([1, 0]));
const WORKFLOW = JSON.stringify(editor);
const CONVERTED = {
  1: { class_type: 'LoadImage', inputs: { image: 'cat.png' } },
  9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'out' } },
};

const pixels = () => sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });

/** A PNG with these chunks before its pixels. */
async function png(...chunks: readonly (readonly [type: string, content: Buffer])[]) {
  const plain = await pixels().png().toBuffer();
  const made = chunks.map(([type, content]) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, content, Buffer.alloc(4)]);
  });
  // The first chunk has 25 bytes, after a signature of 8.
  return Buffer.concat([plain.subarray(0, 33), ...made, plain.subarray(33)]);
}

const text = (name: string, value: string) => ['tEXt', Buffer.from(`${name}\0${value}`)] as const;

/** EXIF as ComfyUI writes it: tags from 0x0110 down, each `name:text`. */
function exif(texts: Readonly<Record<string, string>>): Buffer {
  const all = Object.entries(texts).map(([name, value]) => Buffer.from(`${name}:${value}\0`));
  const head = Buffer.alloc(8 + 2 + all.length * 12 + 4);
  head.write('MM\0*', 'latin1');
  head.writeUInt32BE(8, 4);
  head.writeUInt16BE(all.length, 8);
  let at = head.length;
  for (const [index, one] of all.entries()) {
    const entry = 10 + index * 12;
    head.writeUInt16BE(0x0110 - index, entry);
    head.writeUInt16BE(2, entry + 2);
    head.writeUInt32BE(one.length, entry + 4);
    head.writeUInt32BE(at, entry + 8);
    at += one.length;
  }
  return Buffer.concat([head, ...all]);
}

async function webp(texts: Readonly<Record<string, string>> | Buffer) {
  const plain = await pixels().webp().toBuffer();
  const content = Buffer.isBuffer(texts) ? texts : exif(texts);
  const head = Buffer.from('EXIF\0\0\0\0', 'latin1');
  head.writeUInt32LE(content.length, 4);
  const file = Buffer.concat([plain, head, content, Buffer.alloc(content.length % 2)]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

async function jpeg(texts: Readonly<Record<string, string>>) {
  const plain = await pixels().jpeg().toBuffer();
  const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif(texts)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([plain.subarray(0, 2), head, content, plain.subarray(2)]);
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.reduce((sum, one) => sum + one.length, 0));
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...content]);
}

function mp4(texts: Readonly<Record<string, string>>) {
  const four = Buffer.alloc(4);
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const names = Object.keys(texts).map((name) => box('mdta', Buffer.from(name)));
  const items = Object.values(texts).map((value, index) => {
    const type = number(index + 1).toString('latin1');
    return box(type, box('data', number(1), four, Buffer.from(value)));
  });
  const meta = box(
    'meta',
    four,
    box('hdlr', Buffer.alloc(24)),
    box('keys', four, number(names.length), ...names),
    box('ilst', ...items),
  );
  return Buffer.concat([
    box('ftyp', Buffer.from('isom')),
    box('mdat', Buffer.alloc(100)),
    box('moov', box('mvhd', Buffer.alloc(20)), box('udta', meta)),
  ]);
}

function webm(texts: Readonly<Record<string, string>>) {
  const element = (id: number, ...content: readonly Buffer[]): Buffer => {
    const whole = Buffer.concat(content);
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(whole.length) | (1n << 56n));
    return Buffer.concat([Buffer.from(id.toString(16), 'hex'), size, whole]);
  };
  const simple = Object.entries(texts).map(([name, value]) =>
    element(0x67c8, element(0x45a3, Buffer.from(name)), element(0x4487, Buffer.from(value))),
  );
  const tags = element(0x1254c367, element(0x7373, ...simple));
  return Buffer.concat([element(0x1a45dfa3), element(0x18538067, element(0x1f43b675), tags)]);
}

function read(name: string, content: string | Buffer) {
  const path = join(tempFolder(), name);
  writeFileSync(path, content);
  const found = readSource(path, table);
  if ('problems' in found) throw new Error(found.problems.map(({ says }) => says).join('\n'));
  return found.source;
}

describe('readSource', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['a PNG', () => png(text('prompt', PROMPT), text('workflow', WORKFLOW))],
    [
      'a PNG with packed texts',
      () =>
        png(
          ['zTXt', Buffer.concat([Buffer.from('prompt\0\0'), deflateSync(PROMPT)])],
          text('workflow', WORKFLOW),
        ),
    ],
    [
      'a PNG with international texts',
      () => png(['iTXt', Buffer.from(`prompt\0\0\0\0\0${PROMPT}`)], text('workflow', WORKFLOW)),
    ],
    ['a WebP', () => webp({ prompt: PROMPT, workflow: WORKFLOW })],
    ['a JPEG', () => jpeg({ prompt: PROMPT, workflow: WORKFLOW })],
    ['an MP4', () => mp4({ prompt: PROMPT, workflow: WORKFLOW })],
    ['a WebM', () => webm({ PROMPT, WORKFLOW })],
    ['a comment', () => webm({ COMMENT: JSON.stringify({ prompt: PROMPT, workflow: editor }) })],
  ])('takes the export in %s, and keeps the workflow beside it', async (_, made) => {
    const source = read('made.bin', await made());
    expect(source.graph).toEqual(graph);
    expect(source.editor).toEqual(editor);
  });

  it('converts the workflow where there is no export', async () => {
    const { graph: made, notes } = read('cat.png', await png(text('workflow', WORKFLOW)));
    expect(made).toEqual(CONVERTED);
    expect(notes[0]).toBe('Taken from the PNG, which holds its workflow.');
  });

  it('takes what Python writes for no number', async () => {
    const nan = PROMPT.replace('{"class_type"', '{"is_changed": [NaN, -Infinity], "class_type"');
    expect(nan).toContain('NaN');
    const source = read('cat.png', await png(text('prompt', nan)));
    expect(source.graph).toMatchObject(graph);
  });

  it.each<[string, object, string]>([
    ["a worker's", { input: { workflow: graph, images: [] } }, 'input.workflow'],
    ["ComfyUI's", { prompt: graph, client_id: 'x' }, 'prompt'],
    ['one with both', { output: graph, workflow: editor }, 'output'],
  ])('takes what a request holds: %s', (_, request, under) => {
    const source = read('sent.json', JSON.stringify(request));
    expect(source.graph).toEqual(graph);
    expect(source.notes).toEqual([`Taken from a request, where it stands under ${under}.`]);
  });

  it('converts the workflow in a request', () => {
    expect(read('sent.json', JSON.stringify({ input: { workflow: editor } })).graph).toEqual(
      CONVERTED,
    );
  });

  it('keeps an export byte for byte', () => {
    const bytes = Buffer.from(`\uFEFF${PROMPT}\n`);
    expect(read('flux.json', bytes).bytes).toEqual(bytes);
  });

  it.each<[string, () => string | Buffer | Promise<Buffer>, RegExp]>([
    [
      'a picture without one',
      () => pixels().png().toBuffer(),
      /^is a PNG without a workflow in it/,
    ],
    [
      'half a picture',
      async () => (await png(text('prompt', PROMPT))).subarray(0, -20),
      /^is no whole PNG/,
    ],
    [
      'a text that is no JSON',
      () => png(text('prompt', 'a fox')),
      /^is a PNG whose workflow cannot be read \(its prompt is not JSON\): take another file$/,
    ],
    [
      'texts without a node',
      () => png(text('prompt', '{}'), text('workflow', 'null')),
      /\(its prompt is no workflow, its workflow is no workflow\)/,
    ],
    [
      'an archive',
      () => Buffer.from('PK\x03\x04\xff\xff', 'latin1'),
      /^is a ZIP archive: unpack it/,
    ],
    ['a page saved by mistake', () => '\uFEFF\n<!DOCTYPE html>\n<p>', /^is a web page: download/],
    ['a GIF', () => Buffer.from('GIF89a\xff', 'latin1'), /^is a GIF/],
    ['a sound', () => Buffer.from('fLaC\xff', 'latin1'), /^is a sound/],
    ['a pointer', () => 'version https://git-lfs.github.com/spec/v1', /^is a pointer of Git LFS/],
    ['UTF-16', () => Buffer.from('\uFEFF{}', 'utf16le'), /^is in UTF-16: save it in UTF-8$/],
    ['a video without one', () => mp4({}), /^is an MP4 without a workflow/],
    ['5 MB', () => `"${'x'.repeat(5_000_000)}"`, /^is larger than 4 MiB/],
    [
      'a text that unpacks to much',
      () =>
        png([
          'zTXt',
          Buffer.concat([Buffer.from('prompt\0\0'), deflateSync(Buffer.alloc(64 * 1024 * 1024))]),
        ]),
      /^is a PNG without a workflow in it/,
    ],
  ])('refuses %s in a line', async (_, made, says) => {
    const content = await made();
    expect(() => read('x.png', content)).toThrow(says);
  });

  it.each(['{}', 'null', '{"1": '])('takes the workflow beside the export %s', async (prompt) => {
    const source = read('x.png', await png(text('prompt', prompt), text('workflow', WORKFLOW)));
    expect(source.graph).toEqual(CONVERTED);
  });

  it('reads letters of a PNG that are not UTF-8', async () => {
    const content = Buffer.from('prompt\0{"text": "caf\xe9"}', 'latin1');
    expect(textsIn(await png(['tEXt', content]))?.get('prompt')).toBe('{"text": "café"}');
  });

  it('unpacks no text but those that it needs, each once', async () => {
    const packed = deflateSync(Buffer.alloc(15 * 1024 * 1024));
    const zipped = (name: string) =>
      ['zTXt', Buffer.concat([Buffer.from(`${name}\0\0`), packed])] as const;
    const others = Array.from({ length: 3_000 }, (_, at) => zipped(`k${at % 1_000}`));
    const bombs = Array.from({ length: 3_000 }, () => zipped('workflow'));
    const texts = textsIn(await png(...others, ...bombs, text('prompt', PROMPT)));
    expect([...(texts?.keys() ?? [])]).toEqual(['workflow', 'prompt']);
  });

  it('decodes no long text of EXIF under another name', async () => {
    const length = 500_000;
    const entry = Buffer.alloc(12);
    entry.writeUInt16LE(0x110, 0);
    entry.writeUInt16LE(2, 2);
    entry.writeUInt32LE(length, 4);
    entry.writeUInt32LE(20, 8);
    const repeated = Buffer.concat([
      Buffer.from('II*\0\x08\0\0\0\xff\xff', 'latin1'),
      ...Array.from({ length: 65_535 }, () => entry),
    ]);
    expect([...(textsIn(await webp(repeated)) ?? [])]).toEqual([]);
  });

  it('reads any bytes as texts or none, also cut ones', async () => {
    const whole = [
      await png(text('prompt', PROMPT)),
      await webp({ prompt: PROMPT }),
      await jpeg({ prompt: PROMPT }),
      mp4({ prompt: PROMPT }),
      webm({ prompt: PROMPT }),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }),
        fc.nat(),
        (file, changes, end) => {
          const bytes = Buffer.from(file);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          expect(() => textsIn(bytes.subarray(0, end % (bytes.length + 1)))).not.toThrow();
        },
      ),
    );
  });
});

describe('several files', () => {
  it('are those of a folder too, each with a name of its own', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'inside.png'));
    for (const name of ['b.png', 'a.json', 'A.webp', 'notes.txt']) {
      writeFileSync(join(folder, name), '');
    }
    const first = join(folder, 'a.json');
    const { files, skipped } = workflowFiles([first, folder]);
    expect(skipped).toBe(2);
    expect(files.map(({ file, name }) => [file, name])).toEqual([
      [first, 'a'],
      [join(folder, 'A.webp'), 'a-2'],
      [join(folder, 'a.json'), 'a-3'],
      [join(folder, 'b.png'), 'b'],
    ]);
    expect(() => workflowFiles([join(folder, 'inside.png')])).toThrow(
      'is a folder without workflows',
    );
  });

  it('get other names than files that end in a number', () => {
    const names = workflowFiles(['a.json', 'b/a.png', 'a-2.json', 'a-2.png', 'a.webp']).files;
    expect(names.map(({ name }) => name)).toEqual(['a', 'a-2', 'a-2-2', 'a-2-3', 'a-3']);
    expect(workflowFiles(['a-2.json', 'a.json', 'a.png']).files.map(({ name }) => name)).toEqual([
      'a-2',
      'a',
      'a-3',
    ]);
  });

  it('are refused if they are too many', () => {
    const many = Array.from({ length: 301 }, (_, at) => `${at}.json`);
    expect(() => workflowFiles(many)).toThrow('These are 301 files, and 300 can be added at once');
  });
});
