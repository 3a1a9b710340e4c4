import { z } from 'zod';
import type { LogLine } from '../bot-process.ts';

const TOLD: readonly string[] = ['warn', 'error', 'fatal'];
const UNTOLD: readonly string[] = ['level', 'time', 'msg'];

const error = z.looseObject({ message: z.string(), code: z.unknown() }).partial();

/** What the log said at warn and above, equal lines in a row once. */
export function logText(log: readonly LogLine[]): string[] {
  const lines = log.filter(({ level }) => TOLD.includes(level)).map(lineText);
  return lines.filter((line, place) => line !== lines[place - 1]);
}

function lineText({ level, msg, ...facts }: LogLine): string {
  const told = Object.entries(facts)
    .filter(([name]) => !UNTOLD.includes(name))
    .map(([name, value]) => `${name} ${factText(value)}`);
  return `log ${level}: ${msg}${told.length === 0 ? '' : ` (${told.join(', ')})`}`;
}

function factText(value: unknown): string {
  const { data } = error.safeParse(value);
  if (data?.message !== undefined) return data.message;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
