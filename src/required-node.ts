/** Same as `engines` in package.json. */
export const REQUIRED_NODE = '22.19.0';

/** Why this version of Node is too old, in a sentence for the operator; `undefined` if it is not. */
export function nodeProblem(version: string): string | undefined {
  const order = version.localeCompare(REQUIRED_NODE, 'en', { numeric: true });
  if (order >= 0) return undefined;
  return `Darkroom needs Node ${REQUIRED_NODE} or later; this is Node ${version}. Install a newer one, or run npm ci and start it with npm (npm start, npm run …), which uses the bundled one.`;
}

// Programs import this first: later imports may load native code, which crashes on an older Node.
const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
