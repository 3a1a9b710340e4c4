import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ScreenedRequest } from '../../src/screening/open-screening.ts';
import { addWorkflow } from '../../src/workflows/draft/add-workflow.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { node, sampler, sdxl, type Nodes } from '../support/sdxl-workflow.ts';

const core = readCoreNodes();

/** Refuses a word on either side, and two words together. */
const screening = {
  refusalOf: ({ prompt, negativePrompt }: ScreenedRequest) => {
    const isRefused =
      prompt.includes('badger') ||
      negativePrompt.includes('unseen') ||
      (prompt.includes('den') && negativePrompt.includes('light'));
    return isRefused ? ({ code: 'prompt_explicit', term: '' } as const) : undefined;
  },
};

function added(changes: Nodes) {
  const to = tempFolder();
  mkdirSync(join(to, 'all'));
  const file = join(to, 'mine.json');
  writeFileSync(file, JSON.stringify(sdxl(changes)));
  const none = { name: 'mine', app: undefined, objectInfo: undefined, to: undefined };
  const command = { kind: 'add', file, isGeneral: true, force: false, ...none } as const;
  const { path, notes } = addWorkflow(command, { to: join(to, 'all'), core, screening });
  return { manifest: readFileSync(join(path, 'manifest.json'), 'utf8'), notes: notes.join('\n') };
}

const negative = (text: string): Nodes => ({
  '4': node('CLIPTextEncode', { text, clip: ['1', 1] }),
});
const regions = (text: string): Nodes => ({
  '6': sampler({ positive: ['20', 0] }),
  '20': node('ConditioningCombine', { conditioning_1: ['3', 0], conditioning_2: ['21', 0] }),
  '21': node('CLIPTextEncode', { text, clip: ['1', 1] }),
});

it('a negative prompt keeps the words of the export that are not refused', () => {
  const { manifest, notes } = added(negative('(blurry, unseen:1.2), text\nunseen things'));
  expect(manifest).toContain('"default": "blurry, text"');
  expect(notes).toContain(
    'negative_prompt is without these words of the export, with which every job would be refused: unseen:1.2), unseen things.',
  );
});

it('nothing is changed where nothing is refused', () => {
  const { manifest, notes } = added(negative('blurry, (text:1.2)'));
  expect(manifest).not.toContain('"default"');
  expect(notes).not.toContain('refused');
});

it('a further text that is refused is empty', () => {
  const { manifest, notes } = added(regions('a badger'));
  expect(manifest).toContain('"default": ""');
  expect(notes).toContain(
    'prompt_2 is empty unless it is filled in: with its exported words, every job would be refused.',
  );
});

it('texts are judged together', () => {
  const { notes } = added({ ...regions('a den'), ...negative('light, blurry') });
  expect(notes).toContain('negative_prompt is without these words of the export');
  expect(notes).not.toContain('prompt_2 is empty');
});
