import { z } from 'zod';
import { configFlags } from '../src/config/flags.js';
import { describeAllowed, type KeyNode, listKeys } from '../src/config/keys.js';
import { alphabetSchema } from '../src/config/schema.js';

/** The reference of all keys as Markdown, for docs/config.md. */
export function writeReference(): string {
  const keys = listKeys();
  const isSection = (node: KeyNode) => node.properties !== undefined;
  const top = keys.filter(({ path, node }) => path.length === 1 && !isSection(node));
  const sections = keys.filter(({ node }) => isSection(node));
  const parts = [
    introduction,
    '## At the top\n',
    table(top),
    ...sections.flatMap(({ path, node }) => [
      `## ${path.join('.')}\n\n${node.description}\n`,
      table(
        keys.filter(
          (key) => key.path.length === path.length + 1 && !isSection(key.node) && startsWith(key.path, path),
        ),
      ),
    ]),
  ];
  return parts.join('\n');
}

/** The JSON Schema that lets an editor complete, explain and check a configuration file. */
export function writeEditorSchema(): string {
  const schema = z.toJSONSchema(alphabetSchema, {
    io: 'input',
    // The newest draft that every YAML language server in use reads.
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      if (jsonSchema.unit !== undefined) jsonSchema.description += ` Unit: ${jsonSchema.unit}.`;
      for (const ownWord of ['allowed', 'unit', 'flag', 'value']) delete jsonSchema[ownWord];
    },
  });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The flags as JSON, for config/flags.json: the command line's help has them from there without building the schema. */
export function writeFlags(): string {
  return `${JSON.stringify(configFlags, undefined, 2)}\n`;
}

const introduction = `# Configuration

This page is written by \`npm run docs\` from the schema in \`src/config/\`.

A configuration is a YAML file. \`abecedary alphabet\` reads \`config/alphabet.yaml\` in the working folder, or the file that
\`--config\` names; without a file everything has its default. Every key may be left out. Paths in the file are relative to
the file itself, paths in flags to the working folder. A flag wins over the file. All mistakes are reported at once, each
with its line and column.

Editors with a YAML language server complete and check the file when it starts with this line:

\`\`\`yaml
# yaml-language-server: $schema=alphabet.schema.json
\`\`\`
`;

function table(keys: readonly { path: readonly string[]; node: KeyNode }[]): string {
  const rows = keys.map(({ path, node }) => {
    const unit = node.unit === undefined ? '' : ` (${node.unit})`;
    const flag = node.flag === undefined ? '' : ` Flag: \`--${node.flag} ${node.value}\`.`;
    return `| \`${path.at(-1)}\` | \`${asYaml(node.default)}\` | ${cell(describeAllowed(node) + unit)} | ${cell(node.description ?? '')}${flag} |`;
  });
  return ['| key | default | takes | what it does |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function asYaml(value: unknown): string {
  const plain = typeof value === 'string' && /^[\w-]+$/.test(value);
  return plain ? value : JSON.stringify(value).replaceAll(',', ', ');
}

const cell = (text: string) => text.replaceAll('|', '\\|');

const startsWith = (path: readonly string[], start: readonly string[]) =>
  start.every((key, at) => path[at] === key);
