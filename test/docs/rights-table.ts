import type { Subject } from '../../src/discord/interactions/custom-id.ts';
import { codeIn } from './markdown.ts';
import { tableUnder } from './pages.ts';

const PAGE = 'docs/rights.md';

/** What can be used of a message, or sent in. */
export const KINDS = ['button', 'menu', 'form'] as const;
export type Kind = (typeof KINDS)[number];

const WHO = [
  'requester',
  'requester or Manage Messages',
  'requester, Manage Messages or moderator',
  'poster asked',
  'anybody',
  'anybody, of what shows a person the requester',
  'moderator',
  'that member',
  'that member, a moderator',
  'that member, a server manager',
  'that member, an operator',
] as const;
export type Who = (typeof WHO)[number];

const DECIDED_BY = [
  'its own message',
  'the message or panel',
  'its own message or panel',
  'a private job of the server',
  "the report's message",
  "the report's channel",
  "the member's id",
  "the member's id, and their own job",
  "the member's id, and a private job of the server",
  "the member's id, and their preset",
  "the member's id, and the server's preset",
  'the card',
  'a message of a job that no row knows',
] as const;
export type DecidedBy = (typeof DECIDED_BY)[number];

/** Who may use one action, and what decides that. */
export interface Right {
  readonly subject: Subject;
  readonly kind: Kind;
  /** `undefined` for buttons of other versions. */
  readonly action: string | undefined;
  readonly who: Who;
  readonly decidedBy: DecidedBy;
  /** Whether members whom the server's moderators have blocked may, too. */
  readonly blocked: boolean;
  readonly unknownRow: string;
}

/** The rights of every action, as the page has them. Throws for what it has no words for. */
export function rightsOnPage(): readonly Right[] {
  return tableUnder('Custom ids', PAGE).rows.flatMap((row): readonly Right[] => {
    const [subject = '', kind = '', actions = '', who = '', by = '', blocked = '', unknown = ''] =
      row;
    const right = {
      subject: oneOf(['job', 'report', 'person', 'message'], subject),
      kind: oneOf(KINDS, kind),
      who: oneOf(WHO, who),
      decidedBy: oneOf(DECIDED_BY, by),
      blocked: oneOf(['yes', 'no'], blocked) === 'yes',
      unknownRow: unknown,
    };
    if (actions === 'any other') return [{ ...right, action: undefined }];
    return codeIn(actions).map((action) => ({ ...right, action }));
  });
}

function oneOf<T extends string>(words: readonly T[], cell: string): T {
  const word = words.find((one) => one === cell);
  if (word === undefined) throw new Error(`the table of rights has no words for "${cell}"`);
  return word;
}
