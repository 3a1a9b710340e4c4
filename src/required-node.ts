/** `engines` of package.json says the same. */
export const REQUIRED_NODE = '22.19.0';

/** What is wrong with this version of Node, in a sentence for the operator; `undefined` for none. */
export function nodeProblem(version: string): string | undefined {
  const order = version.localeCompare(REQUIRED_NODE, 'en', { numeric: true });
  if (order >= 0) return undefined;
  return `Darkroom needs Node ${REQUIRED_NODE} or later, and this is Node ${version}. Install a newer one, or run it by npm (npm start, npm run …) after npm ci, which brings one along.`;
}

// A program imports this first: what comes after it may be native, and crash on an older Node.
const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
