import ts from 'typescript';

/** What only SQLite understands, and how it looks in a text of SQL. */
const SQLITE_ONLY: readonly (readonly [string, RegExp])[] = [
  ["a row's number", /\b(rowid|_rowid_)\b/i],
  ['a pragma', /\bpragma(_\w+)?\b|\b(user_version|wal_checkpoint|quick_check|busy_timeout)\b/i],
  ["SQLite's own tables", /\bsqlite_\w+\b/i],
  ['a kind of transaction', /\bbegin\s+(immediate|exclusive|deferred)\b/i],
  ['another file', /\b(attach|detach|vacuum\s+into)\b/i],
  ['a choice of index', /\b(not\s+)?indexed\b/i],
  ['a conflict in the verb', /\binsert\s+or\b|\bupdate\s+or\b|\breplace\s+into\b/i],
  ['an update on any conflict', /\bon\s+conflict\s+do\s+update\b/i],
  [
    'iif and ifnull',
    /\b(iif|ifnull|total_changes|last_insert_rowid|changes|typeof|zeroblob|randomblob|instr|printf|group_concat|julianday|strftime|unixepoch|glob)\s*\(/i,
  ],
  ['glob', /\b(glob|collate\s+nocase|autoincrement|strict|without\s+rowid)\b/i],
  ['a comparison as a limit', /\blimit\s+[^)]*?[<>=]/i],
  ['a limit with a comma', /\blimit\s+\S+\s*,/i],
  ['==', /==/],
  [
    'a plus before a value',
    /(^|[(,=<>]|\b(and|or|in|limit|offset|then|else|select|where)\b)\s*\+\s*[\w?(]/i,
  ],
];

/** Ways to hand SQL to a connection as a text. */
const TAKES_SQL = ['prepare', 'exec', 'pragma', 'raw'];
/** Ways to name a column, or a function, of Kysely's. */
const TAKES_NAME = [
  'ref',
  'fn',
  'select',
  'where',
  'orderBy',
  'groupBy',
  'returning',
  'whereRef',
  'as',
];

/** What of a source only SQLite understands: in its SQL, and in what it names in Kysely's own words. */
export function sqliteOnlyIn(source: string): string[] {
  return textsOf(source).flatMap(({ text, isName }) => {
    if (isName) return /(^|\.)_?rowid_?$|^(iif|ifnull|glob)$/i.test(text) ? [text] : [];
    const found = SQLITE_ONLY.filter(([, looks]) => looks.test(text)).map(([what]) => what);
    return hasScalarExtreme(text) ? [...found, 'max or min of several'] : found;
  });
}

interface Text {
  readonly text: string;
  readonly isName: boolean;
}

function textsOf(source: string): Text[] {
  const texts: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText())) {
      texts.push({ text: textOf(node.template), isName: false });
    } else if (ts.isCallExpression(node)) {
      const name = calledName(node.expression);
      for (const argument of node.arguments) {
        if (!ts.isStringLiteralLike(argument) && !ts.isTemplateExpression(argument)) continue;
        if (TAKES_SQL.includes(name)) {
          // What comes before says that it is one.
          const text = `${name === 'pragma' ? 'PRAGMA ' : ''}${textOf(argument)}`;
          texts.push({ text, isName: false });
        } else if (TAKES_NAME.includes(name)) texts.push({ text: textOf(argument), isName: true });
      }
    } else if (isSql(node)) texts.push({ text: textOf(node), isName: false });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ESNext, true));
  return texts;
}

/** A text that is kept in a constant before it is handed on. */
function isSql(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
  return /^\s*(SELECT|INSERT|UPDATE|DELETE|DO UPDATE|BEGIN|PRAGMA|ATTACH|VACUUM|CREATE|ALTER)\b/.test(
    textOf(node),
  );
}

function calledName(expression: ts.Expression): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}

/** With `x` for what is put in. */
function textOf(node: ts.TemplateLiteral | ts.StringLiteralLike): string {
  if (!ts.isTemplateExpression(node)) return node.text;
  return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
}

/** Of one value, they are every database's; the greater of several is SQLite's own. */
function hasScalarExtreme(text: string): boolean {
  for (const { index } of text.matchAll(/\b(max|min)\s*\(/gi)) {
    let depth = 0;
    for (const sign of text.slice(text.indexOf('(', index))) {
      if (sign === '(') depth += 1;
      if (sign === ')') depth -= 1;
      if (depth === 0) break;
      if (sign === ',' && depth === 1) return true;
    }
  }
  return false;
}
