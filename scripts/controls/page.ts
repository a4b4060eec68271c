import { describeAllowed, keyAt } from '../../src/config/keys.js';
import { presets } from '../../src/config/presets.js';
import { type Shown, shownPreset } from './shown.js';
import { tilePx } from './strip.js';

const shownTransfer: Readonly<Record<string, unknown>> = presets[shownPreset].transfer;

/** A control, and whether its strip has been drawn. */
export interface Drawn extends Shown {
  readonly isDrawn: boolean;
}

/** The page, as Markdown: everything that is said about a key comes from the schema. */
export function writePage(shown: readonly Drawn[]): string {
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
makes one strip again, \`npm run controls -- all\` every one, \`npm run controls -- none\` writes the page alone. Every letter is ${tilePx} px large.

**The strips of single controls are painted** (\`preset: ${shownPreset}\`), but those of «Found in the artwork»: every letter has the values of its preset but for the key that
it shows, and what is said beside it. \`transfer.secondTryBelow\` is 0 but in its own strip, so that each value is seen for itself. For a found letter
\`start\` changes nothing, \`seed\` only the noise of \`startNoise\`, and \`split\` only how far tones are moved; \`scope: ink\` or \`ground\`, \`split.by: none\`, a blend and a ground of its own paint it ([method.md](method.md)).
The small picture on the left is the artwork. All keys are listed in [config.md](config.md).
`;

function presetSection(controls: readonly Drawn[]): string {
  const rows = controls.map((control) => {
    const name = control.name.replace(/^preset-/, '') as keyof typeof presets;
    const { transfer, ...beside }: { transfer?: object } = presets[name];
    const set = Object.entries({ ...beside, ...transfer }).map(([key, value]) => `${key}: ${asYaml(value)}`);
    const says = set.length === 0 ? 'The defaults.' : `Sets \`${set.join('`, `')}\`.`;
    const shows =
      control.pictures.length > 0 ? strip(control) : 'Not shown here: it needs weights of its own.';
    return `${[`### ${name}`, says, shows].filter((each) => each !== '').join('\n\n')}\n`;
  });
  return [`${quoted('preset')}\n`, ...rows].join('\n');
}

function controlSection(control: Drawn): string {
  const { keys, letters, artworks, always } = control;
  const materials = `${letters} with the artwork ${artworks.map((name) => `\`${name}\``).join(' and ')}`;
  const beside = { ...always?.transfer, ...always?.artworks };
  const more = Object.entries(beside)
    .map(([key, value]) => `, \`${key}: ${asYaml(value)}\``)
    .join('');
  const says = [`### ${keys.map((key) => `\`${key}\``).join(', ')}`, ...keys.map(quoted)];
  const shows = control.isDrawn ? [strip(control), `${materials}${more}.`] : [];
  return `${[...says, ...shows].join('\n\n')}\n`;
}

/** Nothing where it has not been drawn. */
function strip({ name, keys, letters, pictures, isDrawn }: Drawn): string {
  if (!isDrawn) return '';
  const captions = pictures.map(({ caption }) => caption).filter((caption) => caption !== '');
  const of = keys.length > 0 ? keys.join(', ') : name;
  const alternative =
    captions.length > 0 ? `${letters} with ${of}: ${captions.join(', ')}` : `${letters}: ${of}`;
  return `![${alternative}](controls/${name}.jpg)`;
}

/** The schema's sentence, range, default (that of the strips too, where it is another) and flag of a key. */
function quoted(key: string): string {
  const node = keyAt(key.split('.'))!;
  const unit = node.unit === undefined ? '' : ` (${node.unit})`;
  const flag = node.flag === undefined ? '' : ` Flag: \`--${node.flag}\`.`;
  const [section, name] = key.split('.');
  const painted = section === 'transfer' ? shownTransfer[name!] : undefined;
  const usual =
    painted === undefined || name === 'found' ? '' : `, of the preset ${shownPreset} \`${asYaml(painted)}\``;
  const range = `Takes ${describeAllowed(node)}${unit}. Default: \`${asYaml(node.default)}\`${usual}.${flag}`;
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
