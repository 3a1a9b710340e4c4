import ts from 'typescript';

/** A text in a source that reads like words for people. */
export interface Sentence {
  readonly path: string;
  readonly text: string;
}

/** Two words with a space between them; a place that is filled in counts as none. */
const READS_LIKE_ONE = /\p{L}{2,}[,:;]? \p{L}{2,}|\p{L}{2,}[,:;]? \p{L} \p{L}{2,}/u;

const LOG_LEVELS = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

/** Calls whose texts go into the log of what happened to a job, for operators. */
const TAKES_A_CAUSE = new Set([
  'move',
  'moveSubmitting',
  'sendAgain',
  'withdraw',
  'cancel',
  'createJob',
]);

/**
 * Every text that reads like words for people and stands in none of the places that are for
 * operators: calls of a log, SQL, errors other than BotError, causes of transitions, types.
 */
export function sentencesIn(path: string, source: string): Sentence[] {
  const found: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    if (isForOperators(node)) return;
    const text = textOf(node);
    if (text !== undefined && READS_LIKE_ONE.test(text)) found.push({ path, text });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true));
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('\u0000');
}

function isForOperators(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true;
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return true;
  if (ts.isTaggedTemplateExpression(node)) return isSql(node.tag);
  if (ts.isNewExpression(node)) return /(?<!Bot)Error$/.test(node.expression.getText());
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (expression.kind === ts.SyntaxKind.SuperKeyword) return true;
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const called = expression.name.text;
  const isLog = LOG_LEVELS.has(called) && /logger$/i.test(expression.expression.getText());
  return isLog || (called === 'raw' && isSql(expression.expression)) || TAKES_A_CAUSE.has(called);
}

function isSql(tag: ts.Node): boolean {
  return /^sql\b/.test(tag.getText());
}

/** What Discord shows as it is given. */
const SHOWN = new Set(['label', 'title', 'description', 'placeholder', 'foot']);

/** Every text of one word that people would read: one that begins as a label does, or is given as one. */
export function labelsIn(path: string, source: string): Sentence[] {
  const found: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    if (isForOperators(node)) return;
    if (ts.isStringLiteralLike(node) && (/^\p{Lu}\p{Ll}+$/u.test(node.text) || isShown(node))) {
      found.push({ path, text: node.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true));
  return found;
}

function isShown({ parent }: ts.Node): boolean {
  return ts.isPropertyAssignment(parent) && SHOWN.has(parent.name.getText());
}
