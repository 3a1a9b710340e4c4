import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A function of the product, as a place of mutants. Positions are offsets in its file. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** The names of what it lies in, its own last: `Runner.step`. */
  readonly within: string;
  /** if, ?:, case, loop, catch, &&, || and ?? in it, without those of the functions in it. */
  readonly branches: number;
}

/** A file of the product. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
  readonly places: readonly Place[];
  readonly branches: number;
}

const BRANCHES = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.CatchClause,
]);
const LOGIC = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** The TypeScript of the product without its languages, which are data. */
export function readProduct(): readonly SourceFile[] {
  return globSync(['src/**/*.ts', 'commands/**/*.ts', 'packages/*/src/**/*.ts'])
    .filter(
      (file) => !/\.d\.ts$|^packages\/stand-ins\/|\/(say|words)\/[a-z]{2}(-\w+)?\//.test(file),
    )
    .sort()
    .map((file) => readSource(file, readFileSync(file, 'utf8')));
}

/** Its folder in src or packages; `commands`; `src` for the programs. */
export function roomOf(file: string): string {
  const [top = '', folder = '', ...deeper] = file.split('/');
  return top === 'commands' || deeper.length === 0 ? top : `${top}/${folder}`;
}

/** Finds the functions of a file and counts branches, each in the innermost function around it. */
export function readSource(file: string, text: string): SourceFile {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const places: Place[] = [];
  const visit = (node: ts.Node, names: readonly string[]): number => {
    const name = nameOf(node);
    const inside = name === undefined ? names : [...names, name];
    let branches = isBranch(node) ? 1 : 0;
    ts.forEachChild(node, (child) => {
      branches += visit(child, inside);
    });
    if (!isFunction(node)) return branches;
    places.push({
      start: node.getStart(source),
      end: node.end,
      within: inside.join('.'),
      branches,
    });
    return 0;
  };
  const outside = visit(source, []);
  return {
    file,
    text,
    places,
    branches: places.reduce((sum, place) => sum + place.branches, outside),
  };
}

function isBranch(node: ts.Node): boolean {
  return (
    BRANCHES.has(node.kind) || (ts.isBinaryExpression(node) && LOGIC.has(node.operatorToken.kind))
  );
}

function isFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

function nameOf(node: ts.Node): string | undefined {
  const named =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node);
  if (!named) return ts.isConstructorDeclaration(node) ? 'constructor' : undefined;
  return node.name && !ts.isObjectBindingPattern(node.name) && !ts.isArrayBindingPattern(node.name)
    ? node.name.getText()
    : undefined;
}
