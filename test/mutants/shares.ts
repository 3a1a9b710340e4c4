import type { Outcome } from './noted.ts';

/** Points that a room's share may lose; guarded mutants and all together may lose none. */
const ROOM_MAY_LOSE = 5;

/** Whether no test noticed the mutant. */
export function isAlive({ status }: Pick<Outcome, 'status'>): boolean {
  return status !== 'Killed' && status !== 'Timeout';
}

/** The figures by room, by guard and of all, as a table in Markdown. */
export function tableOf(outcomes: readonly Outcome[]): string {
  return [
    '| | drawn | killed | of these, timed out | survived | never reached | share killed |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...groupsOf(outcomes).map(({ name, of }) => {
      const count = (is: (status: Outcome['status']) => boolean) =>
        of.filter(({ status }) => is(status)).length;
      const cells = [
        of.length,
        of.length - of.filter(isAlive).length,
        count((status) => status === 'Timeout'),
        count((status) => status === 'Survived' || status === 'RuntimeError'),
        count((status) => status === 'NoCoverage' || status === 'Ignored'),
      ];
      return `| ${name} | ${cells.join(' | ')} | ${Math.round(shareOf(of))} % |`;
    }),
  ].join('\n');
}

/** Sentences on where fewer are killed than was noted, beyond what may be. Mutants drawn since then do not count. */
export function fallsIn(outcomes: readonly Outcome[]): readonly string[] {
  const compared = outcomes.flatMap(({ drawn, status }) =>
    drawn.noted === undefined ? [] : [{ drawn, status, before: { drawn, status: drawn.noted } }],
  );
  return groupsOf(compared).flatMap(({ name, mayLose, of }) => {
    const before = shareOf(of.map((one) => one.before));
    const now = shareOf(of);
    return now < before - mayLose
      ? [`${name}: ${now.toFixed(1)} % of the mutants are killed, ${before.toFixed(1)} % were`]
      : [];
  });
}

interface Group<O extends Outcome> {
  readonly name: string;
  readonly mayLose: number;
  readonly of: readonly O[];
}

function groupsOf<O extends Outcome>(outcomes: readonly O[]): readonly Group<O>[] {
  const by = (key: (outcome: O) => string | undefined, mayLose: number) =>
    [...Map.groupBy(outcomes, key)].flatMap(([name, of]) =>
      name === undefined ? [] : [{ name, mayLose, of }],
    );
  return [
    ...by(({ drawn }) => drawn.room, ROOM_MAY_LOSE),
    ...by(({ drawn }) => drawn.guard && `*${drawn.guard}*`, 0),
    { name: '**all**', mayLose: 0, of: outcomes },
  ];
}

function shareOf(outcomes: readonly Pick<Outcome, 'status'>[]): number {
  const killed = outcomes.filter((outcome) => !isAlive(outcome)).length;
  return (100 * killed) / Math.max(1, outcomes.length);
}
