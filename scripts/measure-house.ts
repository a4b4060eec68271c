import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';

/*
 * Prints how the house of `src` is drawn. A room is a folder of `src`, or a file beside it; `index.ts` is one. An arrow leads
 * from a room to another that it imports, types included.
 *
 * Usage: tsx scripts/measure-house.ts [--list] [--without PREFIX]
 * --list names what was counted; --without leaves out what begins like this, seen from `src`, like products/font.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
/** What counts as used when only these use it: not by the product. */
const outside = ['test', 'bench', 'scripts'];
/** Its exports are for others. */
const publicFile = 'src/index.ts';
const [mostFunctionLines, mostParameters] = [60, 3];

interface Source {
  readonly file: string;
  readonly tree: ts.SourceFile;
  readonly lines: number;
}

/** A name of a file that another one uses; `*` stands for all of its names. */
interface Use {
  readonly from: string;
  readonly file: string;
  readonly name: string;
}

interface Export {
  readonly file: string;
  readonly name: string;
  /** It is declared here and not only passed on. */
  readonly own: boolean;
}

function readSources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      const file = relative(root, path).split(sep).join('/');
      const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      return { file, tree, lines: text.split('\n').length - 1 };
    });
}

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** The file that a relative specifier means. */
function target(from: string, specifier: ts.Node | undefined): string | undefined {
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return undefined;
  if (!specifier.text.startsWith('.')) return undefined;
  return posix.join(posix.dirname(from), specifier.text).replace(/\.js$/, '.ts');
}

function usesOf({ file: from, tree }: Source): Use[] {
  const uses: Use[] = [];
  const use = (specifier: ts.Node | undefined, names: readonly string[]): void => {
    const file = target(from, specifier);
    if (file !== undefined) uses.push(...names.map((name) => ({ from, file, name })));
  };
  for (const node of nodesOf(tree)) {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      use(node.moduleSpecifier, bindings && ts.isNamedImports(bindings) ? namesIn(bindings) : ['*']);
    } else if (ts.isExportDeclaration(node)) {
      const clause = node.exportClause;
      use(node.moduleSpecifier, clause && ts.isNamedExports(clause) ? namesIn(clause) : ['*']);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      use(node.argument.literal, [node.qualifier?.getText() ?? '*']);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      use(node.arguments[0], namesUnpacked(node));
    }
  }
  return uses;
}

/** As the other file calls them. */
function namesIn({ elements }: ts.NamedImports | ts.NamedExports): string[] {
  return elements.map(({ propertyName, name }) => (propertyName ?? name).text);
}

/** What `const { a, b } = await import(…)` takes. */
function namesUnpacked(call: ts.CallExpression): string[] {
  const declared = ts.isAwaitExpression(call.parent) ? call.parent.parent : call.parent;
  if (!ts.isVariableDeclaration(declared) || !ts.isObjectBindingPattern(declared.name)) return ['*'];
  return declared.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText());
}

function exportsOf({ file, tree }: Source): Export[] {
  return tree.statements.flatMap((statement): Export[] => {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (clause === undefined || !ts.isNamedExports(clause)) return [];
      const own = statement.moduleSpecifier === undefined;
      return clause.elements.map(({ name }) => ({ file, name: name.text, own }));
    }
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    return namesDeclared(statement).map((name) => ({ file, name, own: true }));
  });
}

function namesDeclared(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name)
        ? [name.text]
        : name.elements.flatMap((each) => (ts.isBindingElement(each) ? [each.name.getText()] : [])),
    );
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name === undefined ? [] : [name.getText()];
}

interface Measured {
  readonly where: string;
  readonly lines: number;
  readonly parameters: number;
}

/** Every function with a body, those inside of others too. */
function functionsOf({ file, tree }: Source): Measured[] {
  const lineOf = (position: number): number => tree.getLineAndCharacterOfPosition(position).line + 1;
  return [...nodesOf(tree)].flatMap((node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return [];
    const first = lineOf(node.getStart());
    const lines = lineOf(node.getEnd()) - first + 1;
    return [{ where: `${file}:${first} ${nameOf(node)}`, lines, parameters: node.parameters.length }];
  });
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  const named = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return named ? parent.name.getText() : '(nameless)';
}

const roomOf = (file: string): string => file.split('/')[1]!.replace(/\.ts$/, '');

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Exported names of the house by who uses them beside their own file. */
function findIdle(
  house: readonly Source[],
  others: readonly Source[],
): { unused: Export[]; tests: Export[] } {
  const usedBy = (sources: readonly Source[]): ((name: Export) => boolean) => {
    const used = new Set(sources.flatMap(usesOf).map(({ file, name }) => `${file} ${name}`));
    return ({ file, name }) => used.has(`${file} ${name}`) || used.has(`${file} *`);
  };
  const [byHouse, byOthers] = [usedBy(house), usedBy(others)];
  const idle = house.flatMap(exportsOf).filter((each) => each.file !== publicFile && !byHouse(each));
  return { unused: idle.filter((each) => !byOthers(each)), tests: idle.filter(byOthers) };
}

/** Names that are declared and exported in several files, with the files. */
function findTwins(house: readonly Source[]): [name: string, files: string[]][] {
  const places = new Map<string, string[]>();
  for (const { file, name, own } of house.flatMap(exportsOf))
    if (own) places.set(name, [...(places.get(name) ?? []), file]);
  return [...places].filter(([, files]) => files.length > 1);
}

function measure(without: readonly string[]): [what: string, figure: number, list?: readonly string[]][] {
  const all = readSources('src');
  const isLeftOut = ({ file }: Source): boolean => without.some((prefix) => file.startsWith(`src/${prefix}`));
  const house = all.filter((source) => !isLeftOut(source));
  const others = [...all.filter(isLeftOut), ...outside.flatMap(readSources)];
  const here = new Set(house.map(({ file }) => file));
  const arrows = house
    .flatMap(usesOf)
    .filter(({ from, file }) => here.has(file) && roomOf(from) !== roomOf(file))
    .map(({ from, file }) => `${roomOf(from)} → ${roomOf(file)}`);
  const functions = house.flatMap(functionsOf);
  const { unused, tests } = findIdle(house, others);
  const counted = (list: readonly string[]): [number, readonly string[]] => [list.length, list];
  const longer = (most: number): [number, readonly string[]] =>
    counted(house.filter(({ lines }) => lines > most).map(({ file, lines }) => `${file} ${lines}`));
  const named = (list: readonly Export[]): [number, readonly string[]] =>
    counted(list.map(({ file, name }) => `${file} ${name}`));
  return [
    ['rooms, index.ts among them', ...counted([...new Set(house.map(({ file }) => roomOf(file)))])],
    ['arrows between rooms', ...counted([...new Set(arrows)].sort())],
    ['files', house.length],
    ['lines', house.reduce((sum, { lines }) => sum + lines, 0)],
    ['median lines of a file', median(house.map(({ lines }) => lines))],
    ['files over 250 lines', ...longer(250)],
    ['files over 300 lines', ...longer(300)],
    [
      `functions over ${mostFunctionLines} lines`,
      ...counted(
        functions
          .filter(({ lines }) => lines > mostFunctionLines)
          .map(({ where, lines }) => `${where} ${lines}`),
      ),
    ],
    [
      `functions of more than ${mostParameters} parameters`,
      ...counted(
        functions
          .filter(({ parameters }) => parameters > mostParameters)
          .map(({ where, parameters }) => `${where} ${parameters}`),
      ),
    ],
    ['exports that nothing imports', ...named(unused)],
    [`exports that only ${outside.join(', ')} import`, ...named(tests)],
    [
      'exported names that live in two files',
      ...counted(findTwins(house).map(([name, files]) => `${name}: ${files.join(', ')}`)),
    ],
  ];
}

const { values } = parseArgs({
  options: { list: { type: 'boolean' }, without: { type: 'string', multiple: true, default: [] } },
});
const measured = measure(values.without);
console.log(`| src${values.without.map((prefix) => ` without ${prefix}`).join('')} | |\n|---|---:|`);
for (const [what, figure] of measured) console.log(`| ${what} | ${figure} |`);
for (const [what, , list = []] of values.list ? measured : [])
  if (list.length > 0) console.log(`\n${what}\n${list.map((line) => `  ${line}`).join('\n')}`);
