import { dirname, join } from 'node:path';
import ts from 'typescript';

/** One file of this project names another. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Only types are taken, so that nothing of it is loaded. */
  readonly type: boolean;
}

/** Every import in a source text of another file of this project, re-exports and `import()` too. */
export function importsOf(path: string, source: string): Import[] {
  return specifiersOf(path, source)
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name, type }) => ({ from: path, to: join(dirname(path), name), type }));
}

/** Whatever a source text imports, by the name that it gives: `./a.ts`, `node:fs`, `kysely`. */
export function specifiersOf(
  path: string,
  source: string,
): { readonly name: string; readonly type: boolean }[] {
  const found: { name: string; type: boolean }[] = [];
  const note = (name: ts.Node | undefined, type: boolean) => {
    if (name && ts.isStringLiteralLike(name)) found.push({ name: name.text, type });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      note(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      note(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      note(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      note(node.argument.literal, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true));
  return found;
}
