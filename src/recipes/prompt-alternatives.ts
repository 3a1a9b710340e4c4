import type { Params } from './recipe.ts';
import { notesOf, withNotes } from './request-notes.ts';

/**
 * Draws one of each `{a|b}` in the prompt, and notes how it was written. `draw` gives whole numbers from 0 to
 * 2^53 - 1. Nothing else changes where there is nothing to draw.
 */
export function withDrawnPrompt<Given extends Params>(params: Given, draw: () => number): Given {
  const { prompt } = params;
  if (prompt === undefined) return params;
  const drawn = drawAlternatives(prompt, (count) => draw() % count);
  if (drawn === prompt) return params;
  return withNotes({ ...params, prompt: drawn }, { ...notesOf(params), written: prompt });
}

/** The params with their prompt as it was written, to be drawn from anew. */
export function withOriginalPrompt<Given extends Params>(params: Given): Given {
  const { written } = notesOf(params);
  return written === undefined ? params : { ...params, prompt: written };
}

/** Every alternative that there was beside the drawn ones, as words that are screened too. */
export function alternativesIn(params: Params): readonly string[] {
  const { written } = notesOf(params);
  return written === undefined ? [] : [withAllAlternatives(written)];
}

/** Groups within groups are drawn from this deep. What stands deeper stays as it was written. */
const DEEPEST = 8;

/** A piece of a text: as it is, or one of several to be drawn, each in pieces of its own. */
type Piece = string | readonly Pieces[];
type Pieces = readonly Piece[];

/** Chooses one of `count`: a whole number from 0 to `count - 1`. */
export type Pick = (count: number) => number;

/**
 * Draws one alternative of each `{a|b}` in a text; they may stand within each other, and be empty. A brace without a
 * partner, and a pair without a bar, stay as they are written.
 */
export function drawAlternatives(text: string, pick: Pick): string {
  return written(piecesOf(text), (group) => {
    const drawn = pick(group.length);
    return group.slice(drawn, drawn + 1);
  });
}

/**
 * The same text with every alternative in it, one behind the other with commas between them: what is to be read by
 * whoever has to know all that may be drawn.
 */
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

/** A group that is not closed yet. The text itself is the outermost, which never is. */
interface Open {
  readonly alternatives: Piece[][];
  last: Piece[];
}

/** Reads a text once, from its beginning to its end. */
function piecesOf(text: string): Pieces {
  const outermost: Piece[] = [];
  const open: Open[] = [];
  /** Braces that were opened too deep. */
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
