import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { MOST_CHOICES } from '../../recipes/command-definition.ts';
import { type Limit, limitSchemas, type Rule, type Subject } from '../../rules/rule.ts';
import { LIMITS_IN_FILES, type RuleDifference } from '../../rules/rules-file.ts';
import type { PastRuleChange } from '../../rules/sql/server-rules.ts';
import type { Catalogue } from '../../say/say.ts';
import { NO, YES } from '../interactions/option-values.ts';
import type { Card } from './card.ts';
import { formOf, labelled, menu } from './form.ts';
import { mention, stamp, withinFrame } from './text.ts';

/** The word for no command, or no channel, in a form. */
export const NONE = 'none';

/** Who sees the rules of which server. */
export interface RulesViewer {
  readonly guildId: string;
  readonly person: string;
  /** Whether GPU time has a price, so that money can be limited. */
  readonly hasPrice: boolean;
}

/** How a custom id names a subject. */
export function nameOfSubject(subject: Subject): string {
  return subject.kind === 'server' ? 'server' : `${subject.kind}-${subject.id}`;
}

/** `undefined` for a name that no version wrote. */
export function subjectNamed(name: string | undefined): Subject | undefined {
  if (name === 'server') return { kind: 'server' };
  const [, kind, id] = /^(role|member)-(\d{1,20})$/.exec(name ?? '') ?? [];
  if (id === undefined) return undefined;
  return kind === 'role' ? { kind, id } : { kind: 'member', id };
}

/** The rules on a subject. */
export function rulesAbout(subject: Subject, rules: readonly Rule[]): readonly Rule[] {
  const name = nameOfSubject(subject);
  return rules.filter((rule) => nameOfSubject(rule.subject) === name);
}

/** All rules of a server, one a line: as many as fit in a message. */
export function rulesCard(rules: readonly Rule[], viewer: RulesViewer, catalogue: Catalogue): Card {
  const { rules: words } = catalogue;
  const inOrder = rules.toSorted((a, b) => rank(a.subject, viewer) - rank(b.subject, viewer));
  const lines = inOrder.map((rule) => `• ${sentenceOf(rule, viewer, words)}`);
  const all = lines.length === 0 ? [words.none] : lines;
  const subjects = new Map(inOrder.map(({ subject }) => [nameOfSubject(subject), subject]));
  const options = [...subjects].map(([value, subject]) => {
    return { label: labelOf(subject, viewer, words), value };
  });
  // A server has 100 rules at most, so that all fit in the rows of a message.
  const menus = piecesOf(options, MOST_CHOICES).map((some, page) => ({
    id: {
      action: 'limits-open',
      person: viewer.person,
      ...(page > 0 && { name: String(page + 1) }),
    },
    placeholder: words.open,
    options: some,
  }));
  return {
    title: words.title,
    lines: withinFrame([words.howTheyApply, ...all], catalogue),
    ...(menus.length > 0 && { selects: menus }),
  };
}

function piecesOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, nth) => all.slice(nth * size, (nth + 1) * size));
}

/** The server first, then @everyone, other roles, and members. */
function rank(subject: Subject, { guildId }: RulesViewer): number {
  if (subject.kind === 'server') return 0;
  if (subject.kind === 'member') return 3;
  return subject.id === guildId ? 1 : 2;
}

/** The rules on a subject, with a menu of the limits. */
export function subjectCard(
  rules: readonly Rule[],
  subject: Subject,
  viewer: RulesViewer,
  { rules: words }: Catalogue,
): Card {
  const { person } = viewer;
  const own = rulesAbout(subject, rules);
  const lines = own.map((rule) => `• ${allowed(rule, words)}`);
  return {
    title: words.title,
    lines: [
      words.of(whoIs(subject, viewer, words)),
      ...(lines.length === 0 ? [words.none] : lines),
    ],
    selects: [
      {
        id: { action: 'limits-pick', person, name: nameOfSubject(subject) },
        placeholder: words.choose,
        options: limitsFor(viewer, own).map((limit) => ({
          label: words.names[limit],
          value: limit,
        })),
      },
    ],
    buttons: [[{ id: { action: 'limits', person }, label: words.back, kind: 'secondary' }]],
  };
}

/**
 * The limits that the viewer may set for a subject. One of money is offered without a price only where it is set, to
 * take it away. A pause has commands of its own.
 */
export function limitsFor({ hasPrice }: Pick<RulesViewer, 'hasPrice'>, own: readonly Rule[]) {
  const hasMoney = hasPrice || own.some(({ limit }) => limit === 'moneyADay');
  return LIMITS_IN_FILES.filter((limit) => hasMoney || limit !== 'moneyADay');
}

/** A form with one field, named after the limit. */
export function ruleForm(
  {
    subject,
    limit,
    value,
  }: Pick<Rule, 'subject' | 'limit'> & { readonly value?: Rule['value'] | undefined },
  { person }: RulesViewer,
  { rules: words }: Catalogue,
): APIModalInteractionResponseCallbackData {
  const id = { action: 'limits-set', person, name: nameOfSubject(subject) };
  const label = words.names[limit];
  const field = { custom_id: limit, required: false };
  if (limit === 'private' || limit === 'photos') {
    const choices = [
      { label: words.allowed, value: YES, default: value === true },
      { label: words.forbidden, value: NO, default: value === false },
    ];
    return formOf({ id, title: words.formTitle }, [labelled({ label }, menu(field, choices))]);
  }
  const typed = typedValue(value);
  const description = takes(limit, words);
  return formOf({ id, title: words.formTitle }, [
    labelled(
      { label, description },
      {
        ...field,
        type: ComponentType.TextInput,
        style: TextInputStyle.Short,
        max_length: LONGEST_LIST,
        ...(typed !== '' && { value: typed }),
      },
    ),
  ]);
}

/** Characters of a list in a form. */
const LONGEST_LIST = 1_000;

function typedValue(value: Rule['value'] | undefined): string {
  if (!Array.isArray(value)) return value === undefined ? '' : String(value);
  return value.length === 0 ? NONE : value.join(', ');
}

/** What a form takes for a limit. */
export function takes(limit: Limit, words: Catalogue['rules']): string {
  if (limit === 'commands') return words.takesCommands;
  if (limit === 'channels') return words.takesChannels;
  if (limit === 'moneyADay') return words.takesMoney(mostOf(limit));
  return words.takesNumber(mostOf(limit));
}

function mostOf(limit: Limit): number {
  const schema = limitSchemas[limit];
  return 'maxValue' in schema ? (schema.maxValue ?? 0) : 0;
}

/** The latest changes of rules. */
export function changesCard(
  changes: readonly PastRuleChange[],
  viewer: RulesViewer,
  catalogue: Catalogue,
): Card {
  const { rules: words } = catalogue;
  const lines = changes.map(({ at, byUser, ...change }) => {
    const what = differenceLine(change, viewer, words);
    return `• ${words.changed(stamp(at), personIn(byUser, words), what)}`;
  });
  return {
    title: words.historyTitle,
    lines: lines.length === 0 ? [words.noHistory] : withinFrame(lines, catalogue),
    buttons: [
      [{ id: { action: 'limits', person: viewer.person }, label: words.back, kind: 'secondary' }],
    ],
  };
}

/** What an import would change, and what of it is not here. */
export interface RulesImport {
  readonly differences: readonly RuleDifference[];
  /** Ids of roles that the server does not have; `undefined` if that is not known. */
  readonly rolesNotHere: readonly string[] | undefined;
  /** Names of commands that the bot does not have. */
  readonly commandsNotHere: readonly string[];
  /** Of the rules as they are: see `fingerprintOf`. */
  readonly fingerprint: string;
  /** Whether they were others when the import was shown before. */
  readonly isNew?: boolean;
}

/** The name of the file that an import carries until it is confirmed. */
export const RULES_FILE = 'limits.json';

/** Asks whether to replace a server's rules by those of the attached file. */
export function importCard(
  { differences, rolesNotHere, commandsNotHere, fingerprint, isNew }: RulesImport,
  viewer: RulesViewer,
  catalogue: Catalogue,
): Card {
  const { rules: words } = catalogue;
  const { person } = viewer;
  if (differences.length === 0) return { lines: [words.unchanged] };
  const lines = differences.map((one) => `• ${differenceLine(one, viewer, words)}`);
  const notes = [
    ...(isNew === true ? [words.changedSince] : []),
    ...(rolesNotHere ? [] : [words.rolesUnknown]),
    ...(rolesNotHere?.length ? [words.rolesNotHere(rolesNotHere.map(asCode))] : []),
    ...(commandsNotHere.length > 0
      ? [words.commandsNotHere(commandsNotHere.map((name) => asCode(`/${name}`)))]
      : []),
  ];
  return {
    title: words.importTitle,
    lines: withinFrame([...notes, ...lines], catalogue),
    files: [RULES_FILE],
    buttons: [
      [
        {
          id: { action: 'limits-replace', person, name: fingerprint },
          label: words.replace,
          kind: 'danger',
        },
        { id: { action: 'limits', person }, label: words.cancel, kind: 'secondary' },
      ],
    ],
  };
}

function asCode(text: string): string {
  return `\`${text}\``;
}

function differenceLine(
  { subject, limit, before, after }: RuleDifference,
  viewer: RulesViewer,
  words: Catalogue['rules'],
): string {
  const what = words.limitOf(whoIs(subject, viewer, words), words.names[limit]);
  const [was, is] = [before, after].map((rule) => rule && itemsOf(rule));
  if (was?.length && is?.length) {
    const added = is.filter((item) => !was.includes(item));
    const removed = was.filter((item) => !is.includes(item));
    return words.listDifference(what, { added, removed });
  }
  const said = (rule: Rule | undefined) => (rule ? allowed(rule, words) : words.noLimit);
  return words.difference(what, said(before), said(after));
}

/** What a list allows, as members read it; `undefined` for other limits. */
function itemsOf(rule: Rule): readonly string[] | undefined {
  if (rule.limit === 'commands') return rule.value.map((name) => asCode(`/${name}`));
  return rule.limit === 'channels' ? rule.value.map((id) => `<#${id}>`) : undefined;
}

/** A rule as a sentence: `@Boosters: 60 pictures a day`. */
export function sentenceOf(rule: Rule, viewer: RulesViewer, words: Catalogue['rules']): string {
  return words.sentence(whoIs(rule.subject, viewer, words), allowed(rule, words));
}

function whoIs(subject: Subject, { guildId }: RulesViewer, words: Catalogue['rules']): string {
  switch (subject.kind) {
    case 'server':
      return words.thisServer;
    case 'role':
      return subject.id === guildId ? '@everyone' : `<@&${subject.id}>`;
    case 'member':
      return personIn(subject.id, words);
  }
}

/** Without mentions, for a menu. Roles that are gone are there as well. */
function labelOf(subject: Subject, viewer: RulesViewer, words: Catalogue['rules']): string {
  if (subject.kind === 'member') return words.memberWith(subject.id);
  const isNamed = subject.kind === 'server' || subject.id === viewer.guildId;
  return isNamed ? whoIs(subject, viewer, words) : words.roleWith(subject.id);
}

/** An erased member stands there under a pseudonym. */
function personIn(id: string, words: Catalogue['rules']): string {
  return /^\d+$/.test(id) ? mention(id) : words.erased;
}

/** What a rule allows, in words: `60 pictures a day`. */
export function allowed(rule: Rule, { allows }: Catalogue['rules']): string {
  switch (rule.limit) {
    case 'commands':
    case 'channels':
      return allows[rule.limit](itemsOf(rule) ?? []);
    case 'paused':
      return allows.paused();
    case 'private':
    case 'photos':
      return allows[rule.limit](rule.value);
    case 'picturesADay':
    case 'picturesAtOnce':
    case 'gpuSecondsADay':
    case 'moneyADay':
    case 'count':
    case 'longestSide':
      return allows[rule.limit](rule.value);
  }
}
