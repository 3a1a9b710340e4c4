import { openScreening } from '../../../src/safety/open-screening.ts';
import { benign, HALVES, redTeam } from './tables.ts';

/** Prints how many of the red-team and of the benign requests are refused, by half, and how fast. */
const screening = openScreening();
const showMissed = process.argv.includes('--show');

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}

for (const half of HALVES) {
  const bad = redTeam(half);
  const missed = bad.filter(({ request }) => !screening.refusalOf(request));
  const refused = bad.length - missed.length;
  console.log(
    `${half} half, to be refused: ${refused} of ${bad.length} (${percent(refused, bad.length)})`,
  );
  if (showMissed)
    for (const { category, trick } of missed) console.log(`  missed: ${category}, ${trick}`);

  const good = benign(half);
  const alarms = good.filter((request) => screening.refusalOf(request));
  console.log(
    `${half} half, benign, refused: ${alarms.length} of ${good.length} (${percent(alarms.length, good.length)})`,
  );
  if (showMissed) {
    for (const request of alarms) {
      console.log(
        `  ${screening.refusalOf(request)?.term}: ${request.prompt} · ${request.negativePrompt}`,
      );
    }
  }
}

const times = HALVES.flatMap(benign)
  .map((request) => {
    const before = performance.now();
    screening.refusalOf(request);
    return performance.now() - before;
  })
  .sort((a, b) => a - b);
const at = (share: number) => times[Math.floor(share * (times.length - 1))]?.toFixed(1);
console.log(
  `time a request: median ${at(0.5)} ms, 99 % within ${at(0.99)} ms, longest ${at(1)} ms`,
);
