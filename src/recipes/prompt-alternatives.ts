import type { Params } from './recipe.ts';
import { notesOf, withNotes } from './request-notes.ts';

/**
 * Draws one of each `{a|b}` in the prompt and notes the original text. `draw` returns integers from 0 to 2^53
 * - 1. Params without alternatives stay unchanged.
 */
export function withDrawnPrompt<Given extends Params>(params: Given, draw: () => number): Given {
  const { prompt } = params;
  if (prompt === undefined) return params;
  const drawn = drawAlternatives(prompt, (count) => draw() % count);
  if (drawn === prompt) return params;
  return withNotes({ ...params, prompt: drawn }, { ...notesOf(params), written: prompt });
}

/** The params with their original prompt, for another draw. */
export function withOriginalPrompt<Given extends Params>(params: Given): Given {
  const { written } = notesOf(params);
  return written === undefined ? params : { ...params, prompt: written };
}

/** The alternatives that were not drawn. They are screened too. */
export function alternativesIn(params: Params): readonly string[] {
  const { written } = notesOf(params);
  return written === undefined ? [] : [withAllAlternatives(written)];
}

/** Nested groups are drawn down to this depth. Deeper ones stay as written. */
const DEEPEST = 8;

/** Plain text, or alternatives to choose from, each parsed itself. */
type Piece = string | readonly Pieces[];
type Pieces = readonly Piece[];

/** Chooses one of `count`: an integer from 0 to `count - 1`. */
export type Pick = (count: number) => number;

/**
 * Draws one alternative of each `{a|b}` in a text. Groups may be nested, alternatives empty. Unmatched braces
 * and groups without a bar stay as written.
 */
export function drawAlternatives(text: string, pick: Pick): string {
  return written(piecesOf(text), (group) => {
    const drawn = pick(group.length);
    return group.slice(drawn, drawn + 1);
  });
}

/** The text with all alternatives, separated by commas: everything that may be drawn, for screening. */
export function withAllAlternatives(text: string): string {
  return written(piecesOf(text), (group) => group);
}

function written(pieces: Pieces, choose: (group: readonly Pieces[]) => readonly Pieces[]): string {
  return pieces
    .map((piece) =>
      typeof piece === 'string'
        ? piece
        : choose(piece)
            .map((one) => written(one, choose))
            .join(', '),
    )
    .join('');
}

/** An unclosed group. The text itself is the outermost one and never closes. */
interface Open {
  readonly alternatives: Piece[][];
  last: Piece[];
}

/** Parses a text in one pass. */
function piecesOf(text: string): Pieces {
  const outermost: Piece[] = [];
  const open: Open[] = [];
  /** Open braces beyond the maximum depth. */
  let beyond = 0;
  let from = 0;
  const here = () => open.at(-1)?.last ?? outermost;
  const take = (to: number) => {
    if (to > from) here().push(text.slice(from, to));
    from = to + 1;
  };
  for (const { 0: mark, index } of text.matchAll(/[{|}]/g)) {
    const group = open.at(-1);
    if (mark === '{' && open.length < DEEPEST) {
      take(index);
      const last: Piece[] = [];
      open.push({ alternatives: [last], last });
    } else if (mark === '{') {
      beyond += 1;
    } else if (mark === '}' && beyond > 0) {
      beyond -= 1;
    } else if (group && beyond === 0) {
      take(index);
      if (mark === '|') {
        group.last = [];
        group.alternatives.push(group.last);
      } else {
        open.pop();
        here().push(...closed(group));
      }
    }
  }
  take(text.length);
  while (open.length > 0) {
    const left = open.pop();
    if (left) here().push('{', ...groupAsWritten(left));
  }
  return outermost;
}

function closed(group: Open): readonly Piece[] {
  return group.alternatives.length > 1
    ? [group.alternatives]
    : ['{', ...groupAsWritten(group), '}'];
}

function groupAsWritten({ alternatives }: Open): readonly Piece[] {
  return alternatives.flatMap((pieces, place) => (place === 0 ? pieces : ['|', ...pieces]));
}
