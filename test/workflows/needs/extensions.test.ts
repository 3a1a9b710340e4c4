import { describe, expect, it } from 'vitest';
import { isCore } from '../../../src/comfy/node-table.ts';
import {
  Extensions,
  readExtensionList,
  readExtensions,
} from '../../../src/workflows/needs/extensions.ts';
import { readCoreNodes } from '../../../src/workflows/read-workflows.ts';

const list = new Extensions({
  source: { repository: '', commit: '', date: '' },
  extensions: [
    { at: 'maker/comfy-marks', classes: ['Plain'], pattern: ' \\(marks\\)$' },
    { at: 'first/popular', classes: ['Shared', 'Blur', 'Sharpen'] },
    { at: 'second/copy', classes: ['Blur', 'Sharpen', 'Seed (marks)', 'Own'] },
    { at: 'third/original', classes: ['Own'], first: ['Own'], pattern: 'Anything' },
    { at: 'comfyanonymous/ComfyUI', classes: ['NewSampler'] },
    { at: 'https://git.example.org/fourth/node', classes: ['Elsewhere'] },
  ],
});
const repositories = (...classes: readonly string[]) =>
  list.of(classes).extensions.map(({ repository }) => repository);

describe('the extension of a node class', () => {
  it('is the first of the list, with the others that define all of its classes', () => {
    expect(list.of(['Sharpen', 'Blur']).extensions).toEqual([
      {
        repository: 'https://github.com/first/popular',
        id: undefined,
        version: undefined,
        classes: ['Blur', 'Sharpen'],
        others: ['https://github.com/second/copy'],
      },
    ]);
    expect(list.of(['Sharpen', 'Shared']).extensions[0]?.others).toEqual([]);
    expect(repositories('Elsewhere')).toEqual(['https://git.example.org/fourth/node']);
  });

  it("is the original's, where a copy lists what the original has a pattern or a claim for", () => {
    expect(repositories('Seed (marks)')).toEqual(['https://github.com/maker/comfy-marks']);
    expect(repositories('Own')).toEqual(['https://github.com/third/original']);
  });

  it('is found by a loose pattern only where no list has the class', () => {
    expect(repositories('AnythingElse')).toEqual(['https://github.com/third/original']);
    expect(list.of(['Unheard']).unknown).toEqual(['Unheard']);
  });

  it('is what the workflow says', () => {
    const said = new Map([
      ['Blur', { repository: 'fifth/fork', version: 'a'.repeat(40) }],
      ['Sharpen', { id: 'copy', version: '1.2.3' }],
      ['Plain', { id: 'nowhere' }],
      ['Unheard', { id: 'hidden-pack' }],
    ]);
    expect(list.of([...said.keys()], said).extensions).toMatchObject([
      { repository: 'https://github.com/fifth/fork', version: 'a'.repeat(40), classes: ['Blur'] },
      { repository: 'https://github.com/second/copy', id: 'copy', version: '1.2.3' },
      { repository: 'https://github.com/maker/comfy-marks', id: 'nowhere' },
      { repository: undefined, id: 'hidden-pack', classes: ['Unheard'] },
    ]);
  });

  it('is not one where the class is of a newer ComfyUI', () => {
    const said = new Map([['Newest', { id: 'comfy-core', version: '0.99.0' }]]);
    expect(list.of(['NewSampler', 'Newest'], said)).toEqual({
      extensions: [],
      newer: ['NewSampler', 'Newest'],
      unknown: [],
    });
  });

  it('ignores what is no place', () => {
    const said = new Map([['Blur', { repository: 'x; rm -rf /' }]]);
    expect(list.of(['Blur'], said).extensions[0]?.repository).toBe(
      'https://github.com/first/popular',
    );
  });
});

describe('the bundled list', () => {
  it('says what it was made from', () => {
    const { source, extensions } = readExtensionList();
    expect(source.repository).toBe('https://github.com/Comfy-Org/ComfyUI-Manager');
    expect(source.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(source.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(extensions.length).toBeGreaterThan(5_000);
  });

  it('knows the extension that the worker ships', () => {
    const others = [...readCoreNodes()].filter(([, one]) => !isCore(one)).map(([name]) => name);
    const { extensions, unknown } = readExtensions().of(others);
    expect(extensions.map(({ repository }) => repository)).toEqual([
      'https://github.com/cubiq/ComfyUI_IPAdapter_plus',
    ]);
    expect(unknown).toEqual([]);
  });
});
