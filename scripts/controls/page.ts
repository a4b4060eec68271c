import { describeAllowed, keyAt } from '../../src/config/keys.js';
import { presets } from '../../src/config/presets.js';
import type { Shown } from './shown.js';
import { tilePx } from './strip.js';

/** The page, as Markdown: everything that is said about a key comes from the schema. */
export function writePage(shown: readonly Shown[]): string {
  const parts = [...new Set(shown.map(({ part }) => part))];
  const sections = parts.map((part) => {
    const controls = shown.filter((control) => control.part === part);
    const described = part === 'Presets' ? presetSection(controls) : controls.map(controlSection).join('\n');
    return `## ${part}\n\n${described}`;
  });
  return [introduction, ...sections].join('\n');
}

const introduction = `# Controls

This page is written by \`npm run controls\`, which makes its pictures by running the product; \`npm run controls -- contrast\`
makes one strip again, \`npm run controls -- all\` every one. Every letter is ${tilePx} px large and has the default of every key but the one that
it shows, and what is said beside it. \`transfer.secondTryBelow\` is 0 but in its own strip, so that each value is seen for itself.
The small picture on the left is the artwork. All keys are listed in [config.md](config.md).
`;

function presetSection(controls: readonly Shown[]): string {
  const rows = controls.map((control) => {
    const name = control.name.replace(/^preset-/, '') as keyof typeof presets;
    const { transfer, ...beside }: { transfer?: object } = presets[name];
    const set = Object.entries({ ...beside, ...transfer }).map(([key, value]) => `${key}: ${asYaml(value)}`);
    const says = set.length === 0 ? 'The defaults.' : `Sets \`${set.join('`, `')}\`.`;
    const shows =
      control.pictures.length > 0 ? strip(control) : 'Not shown here: it needs weights of its own.';
    return `### ${name}\n\n${says}\n\n${shows}\n`;
  });
  return [`${quoted('preset')}\n`, ...rows].join('\n');
}

function controlSection(control: Shown): string {
  const { keys, letters, artworks, always } = control;
  const materials = `${letters} with the artwork ${artworks.map((name) => `\`${name}\``).join(' and ')}`;
  const beside = { ...always?.transfer, ...always?.artworks };
  const more = Object.entries(beside)
    .map(([key, value]) => `, \`${key}: ${asYaml(value)}\``)
    .join('');
  return `### ${keys.map((key) => `\`${key}\``).join(', ')}\n\n${keys.map(quoted).join('\n\n')}\n\n${strip(control)}\n\n${materials}${more}.\n`;
}

function strip({ name, keys, letters, pictures }: Shown): string {
  const captions = pictures.map(({ caption }) => caption).filter((caption) => caption !== '');
  const of = keys.length > 0 ? keys.join(', ') : name;
  const alternative =
    captions.length > 0 ? `${letters} with ${of}: ${captions.join(', ')}` : `${letters}: ${of}`;
  return `![${alternative}](controls/${name}.jpg)`;
}

/** The schema's sentence, range, default and flag of a key. */
function quoted(key: string): string {
  const node = keyAt(key.split('.'))!;
  const unit = node.unit === undefined ? '' : ` (${node.unit})`;
  const flag = node.flag === undefined ? '' : ` Flag: \`--${node.flag}\`.`;
  const range = `Takes ${describeAllowed(node)}${unit}. Default: \`${asYaml(node.default)}\`.${flag}`;
  return `${node.description}\n${range}`;
}

function asYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${key}: ${asYaml(each)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' && !/^[\w-]+$/.test(value) ? JSON.stringify(value) : String(value);
}
