import { parseArgs } from 'node:util';
import { askAtOnce } from './answer-times.ts';
import { buildEntries } from './built-entries.ts';
import { crowd } from './crowd.ts';
import { inHouse } from './house.ts';

const AT_ONCE = 200;
const WITHIN_MS = 60_000;

// Two hundred commands at once to the compiled bot, on this Node or the one in BENCH_NODE. Fails
// where a command gets no answer or the bot ends. How long answers take is printed, and with
// --strict one after Discord's 3 s fails too: only an otherwise idle machine can promise that.
const { strict } = parseArgs({ options: { strict: { type: 'boolean', default: false } } }).values;
const { BENCH_NODE: node = process.execPath } = process.env;

await buildEntries();
const problems = await inHouse({}, async (house) => {
  const { discord, runpod } = house;
  runpod.hold();
  const bot = house.darkroom({}, { node });
  await bot.ready();
  // The time spent loading is not part of what the commands take.
  await bot.lap();
  await askAtOnce(discord, crowd(discord, 8));
  const { times } = await askAtOnce(discord, crowd(discord, AT_ONCE), { withinMs: WITHIN_MS });
  const lap = await bot.lap();
  console.log(
    `${node}: ${times.asked - times.unanswered} of ${times.asked} commands answered, ${times.late} after 3 s.`,
  );
  const ms = (value: number | undefined) => (value === undefined ? '?' : value.toFixed(0));
  console.log(
    `First ${ms(times.first)} ms, median ${ms(times.median)} ms, last ${ms(times.max)} ms; longest stall ${ms(lap?.ticks.max)} ms.`,
  );
  const { end } = bot;
  if (end === undefined && !(await bot.stop())) return ['The bot did not stop by itself.'];
  return [
    ...(end === undefined ? [] : [`The bot ended: ${end}\n${bot.lastLines.join('\n')}`]),
    ...(times.unanswered > 0 ? [`${times.unanswered} commands were not answered.`] : []),
    ...(strict && times.late > 0 ? [`${times.late} commands were answered too late.`] : []),
  ];
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
