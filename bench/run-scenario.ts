// One scenario in a process of its own, started by main.ts, which it tells of every figure.
import { SCENARIOS } from './scenarios/index.ts';
import { parseCommandLine } from './options.ts';

const { names, rows, quick } = parseCommandLine(
  process.argv.slice(2),
  SCENARIOS.map(({ name }) => name),
);
const scenario = SCENARIOS.find(({ name }) => name === names[0]);
if (!scenario) throw new Error('No scenario is named.');

await scenario.run(
  (figure) => {
    process.send?.(figure);
  },
  { rows, quick },
);
process.disconnect();
