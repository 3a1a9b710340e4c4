import type { Steps } from '../../comfy/steps.ts';
import { type Job, picturesShown } from '../../jobs/job.ts';
import type { Catalogue } from '../../say/say.ts';
import type { Card, CardButton } from './card.ts';
import { pictureSelect } from './picture-select.ts';

/** What the panel about a picture offers. */
export interface PanelOf {
  readonly job: Job;
  /** Which of its pictures it is about; counts from 0. */
  readonly picture: number;
  /** What may be made from it; none where nothing makes such pictures any more. */
  readonly steps: Steps | undefined;
  /** How many forms it takes to change everything. */
  readonly pages: number;
  /** Whether this person may have it deleted. */
  readonly mayDelete: boolean;
  /** Whether it may be sent to somebody in private. */
  readonly maySave: boolean;
}

/** All that can be done with a picture, for whoever asked. */
export function picturePanel({ job, picture, ...offered }: PanelOf, words: Catalogue): Card {
  const { panel } = words;
  const { steps, pages, mayDelete, maySave } = offered;
  const { buttons: usual } = words.result;
  const count = picturesShown(job);
  const button = (action: string, label: string, name?: string): CardButton => ({
    id: { action, job: job.id, index: picture, ...(name !== undefined && { name }) },
    label,
    kind: 'secondary',
  });
  const more = Array.from({ length: Math.max(0, pages - 1) }, (_, page) =>
    button(
      'edit',
      pages === 2 ? panel.buttons.options : panel.buttons.optionsPage(page + 1),
      String(page + 1),
    ),
  );
  return {
    lines: [count > 1 ? panel.headOf(job.id, picture + 1, count) : panel.head(job.id)],
    ...(count > 1 && { selects: [pictureSelect(job, { action: 'more' }, words, picture)] }),
    buttons: [
      [
        ...(steps?.again ? [button('again', usual.again)] : []),
        ...(steps?.vary ? [button('vary', usual.vary)] : []),
        ...(steps?.upscale ? [button('upscale', usual.upscale)] : []),
        ...(steps?.edit ? [button('edit', usual.edit)] : []),
        ...(steps?.vary ? [button('start', panel.buttons.start)] : []),
      ],
      (steps?.others ?? []).map(({ label, recipe: { command = '', title = command } }) =>
        button('next', label ?? title, command),
      ),
      [
        ...(job.wanted.readable ? [button('details', panel.buttons.details)] : []),
        ...(job.pictures.length > 0 ? [button('original', panel.buttons.original)] : []),
        ...(maySave ? [button('save', panel.buttons.save)] : []),
        ...more.slice(0, 2),
      ],
      [
        ...more.slice(2, 5),
        ...(mayDelete ? [button('delete', panel.buttons.delete)] : []),
        ...(job.private ? [] : [button('report', panel.buttons.report)]),
      ],
    ].map((row) => row.slice(0, 5)),
  };
}
