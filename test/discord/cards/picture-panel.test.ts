import { describe, expect, it } from 'vitest';
import {
  aboveName,
  aboveNamed,
  type PanelOf,
  picturePanel,
  usualActionsIn,
} from '../../../src/discord/cards/picture-panel.ts';
import { payloadOf } from '../../../src/discord/cards/card.ts';
import type { Steps } from '../../../src/recipes/picture-steps.ts';
import { text } from '../../../src/recipes/text.ts';
import { say } from '../../../src/say/say.ts';
import { sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const step = { recipe: { ...text, command: 'flux', title: 'Flux' }, picture: 'image', params: {} };
const steps: Steps = { again: true, edit: true, vary: step, upscale: step, others: [] };
const FILE = { file: 'k3f9x2-1.png', format: 'png' } as const;
const USUAL = ['again', 'vary', 'upscale', 'edit'];
const job = sampleJob({ state: 'completed', pictures: [FILE] });

/** A panel of the requester's, under a message with all usual actions unless told otherwise. */
function panel(parts: Partial<PanelOf> = {}) {
  const asked = { job, picture: 0, above: USUAL, steps, pages: 2, mayDelete: true, maySave: true };
  const { selects = [], buttons = [], ...card } = picturePanel({ ...asked, ...parts }, say());
  return { ...card, selects, rows: buttons.map((row) => row.map(({ label }) => label)), buttons };
}

describe('the panel about a picture', () => {
  it('has two rows of short buttons, and none that the message has', () => {
    const { rows, selects } = panel();
    expect(rows).toEqual([
      ['Use as start', 'Options', 'Details'],
      ['File', 'Save', 'Delete', 'Report'],
    ]);
    expect(selects).toEqual([]);
  });

  it('has the usual actions that the message lacks', () => {
    expect(panel({ above: ['again', 'vary', 'upscale'] }).rows[0]).toEqual([
      'Edit',
      'Use as start',
      'Options',
      'Details',
    ]);
    const none = { ...steps, vary: undefined, upscale: undefined };
    expect(panel({ above: [], steps: none }).rows[0]).toEqual([
      'Again',
      'Edit',
      'Options',
      'Details',
    ]);
  });

  it('names what is above it in the ids that draw it again', () => {
    const several = sampleJob({
      ...job,
      count: 5,
      pictures: Array.from({ length: 5 }, () => FILE),
    });
    const { selects, buttons } = panel({ job: several });
    const [select] = selects;
    const name = 'again-vary-upscale-edit';
    expect(select?.id).toEqual({ action: 'more', job: job.id, name });
    const remove = buttons.flat().find(({ label }) => label === 'Delete');
    expect(remove?.id).toMatchObject({ name });
    expect(aboveNamed(name)).toEqual(USUAL);
    expect([aboveName([]), aboveNamed(undefined)]).toEqual([{}, []]);
  });

  it('has a workflow’s steps and several pages of options in one menu', () => {
    const others = [{ ...step, label: 'In ink' }, step];
    const { selects, rows } = panel({ steps: { ...steps, others }, pages: 3 });
    expect(selects).toMatchObject([
      {
        id: { action: 'step', job: job.id, index: 0 },
        options: [
          { label: 'In ink', value: 'next=flux' },
          { label: 'Flux', value: 'next=flux' },
          { label: 'More options (1)', value: 'edit=1' },
          { label: 'More options (2)', value: 'edit=2' },
        ],
      },
    ]);
    expect(rows[0]).toEqual(['Use as start', 'Details']);
  });

  it('has no more rows than Discord takes, however much there is', () => {
    const others = Array.from({ length: 5 }, () => step);
    const several = sampleJob({ ...job, count: 9 });
    const all = { job: several, above: [], steps: { ...steps, others }, pages: 9 };
    const { components } = payloadOf(
      picturePanel({ picture: 0, mayDelete: true, maySave: true, ...all }, say()),
    ).body;
    expect(components.length).toBeLessThanOrEqual(5);
  });
});

it('the usual actions of a message are found, for single pictures of several too', () => {
  const ids = ['v2:upscale:job:k3f9x2:0', 'v2:upscale:job:k3f9x2:1', 'v2:again:job:k3f9x2', 'x'];
  expect(usualActionsIn([...ids, 'v2:more:job:k3f9x2'])).toEqual(['again', 'upscale']);
});
