// Another program on the same machine: works for half of each tenth of a second, until its input ends.
const PERIOD_MS = 100;
const WORK_MS = 50;

process.stdin.on('end', () => process.exit());
process.stdin.resume();

function work(): void {
  const until = performance.now() + WORK_MS;
  while (performance.now() < until);
  setTimeout(work, PERIOD_MS - WORK_MS);
}
work();
