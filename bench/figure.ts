import { z } from 'zod';
import { GOALS, type Goal, type GoalKey } from './goals.ts';
import type { Stall } from './lap.ts';

const keys = Object.keys(GOALS) as [GoalKey, ...GoalKey[]];

/** Something that was measured. */
export const figureSchema = z.object({
  key: z.enum(keys),
  /** Under what circumstances, such as how many at once. */
  of: z.string().optional(),
  /** In the unit of its goal; `null` where no answer came or the process was gone. */
  measured: z.number().nullable(),
  /** For a stall: how much CPU time the bot itself used in it. */
  cpu: z.number().optional(),
  /** What a plain bot took in the same run. */
  plain: z.number().nullable().optional(),
});

export type Figure = Readonly<z.infer<typeof figureSchema>>;

/** The figure of a stall. */
export function stallFigure(key: GoalKey, stall: Stall | null, of?: string): Figure {
  return { key, of, measured: stall?.ms ?? null, cpu: stall?.cpuMs };
}

/** Told of every figure as it is measured. */
export type Report = (figure: Figure) => void;

/** Whether a figure is as it should be; `undefined` where it has no goal. */
export function isMet({ key, measured, plain }: Figure): boolean | undefined {
  const { atLeast, atMost, timesPlain }: Goal = GOALS[key];
  if ([atLeast, atMost, timesPlain].every((bound) => bound === undefined)) return undefined;
  if (measured === null) return false;
  if (atLeast !== undefined && measured < atLeast) return false;
  if (atMost !== undefined && measured > atMost) return false;
  if (timesPlain === undefined) return true;
  return plain !== undefined && plain !== null && measured <= timesPlain * plain;
}

/** A figure as a row of the table: scenario, figure, goal, measured, plain bot, ratio, verdict. */
export function rowOf(figure: Figure): readonly string[] {
  const { scenario, figure: name, unit, atLeast, atMost, timesPlain }: Goal = GOALS[figure.key];
  const { measured, plain, of, cpu } = figure;
  const goal = [
    ...(atLeast === undefined ? [] : [`≥ ${withUnit(atLeast, unit)}`]),
    ...(atMost === undefined ? [] : [`≤ ${withUnit(atMost, unit)}`]),
    ...(timesPlain === undefined ? [] : [`≤ ${timesPlain} × plain`]),
  ].join(', ');
  const ratio = plain ? (measured ?? Number.NaN) / plain : Number.NaN;
  const met = isMet(figure);
  return [
    scenario,
    of === undefined ? name : `${name} (${of})`,
    goal,
    withUnit(measured, unit) + (cpu === undefined ? '' : ` (CPU ${withUnit(cpu, unit)})`),
    plain === undefined ? '' : withUnit(plain, unit),
    Number.isNaN(ratio) ? '' : `× ${ratio.toFixed(ratio < 2 ? 2 : 1)}`,
    met === undefined ? '' : met ? 'ok' : 'MISSED',
  ];
}

export const HEAD = ['scenario', 'figure', 'goal', 'measured', 'plain bot', 'ratio', ''] as const;

function withUnit(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return 'no answer';
  const digits = Number.isInteger(value) || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${unit}`.trim();
}
