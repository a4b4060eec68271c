import { describe, expect, it } from 'vitest';
import { createConfig, loadConfig } from '../../src/config/index.js';
import { presetNames, presets } from '../../src/config/presets.js';
import { mistakesOf, useFolder } from './support.js';

const folder = useFolder();

describe('a preset', () => {
  it.each(presetNames)('is a valid configuration, and its words are those of the schema: %s', (preset) => {
    const config = createConfig({ preset });
    expect(config.preset).toBe(preset);
    // Whatever the preset says is what comes of it; the schema refuses keys that it does not know.
    expect(config).toMatchObject(presets[preset]);
  });

  it('differs from every other', () => {
    const made = presetNames.map((preset) => JSON.stringify(createConfig({ preset }).transfer));
    expect(new Set(made).size).toBe(presetNames.length);
  });

  it('is found where none is named, and found is what the defaults make', () => {
    expect(createConfig()).toEqual(createConfig({ preset: 'found' }));
    expect(presets.found).toEqual({});
  });

  it('lies under the keys that are given, also under parts of a section', () => {
    const own = createConfig({ preset: 'bold', transfer: { contrast: 0.2 } }).transfer;
    const whole = createConfig({ preset: 'bold' }).transfer;
    expect(own).toEqual({ ...whole, contrast: 0.2 });
    const split = createConfig({ preset: 'original-look', transfer: { split: { inkRatio: 0.4 } } });
    expect(split.transfer.split).toMatchObject({ by: 'none', inkRatio: 0.4 });
  });

  it('is not undone by keys that a program gives as undefined', () => {
    const preset = 'bold';
    const whole = createConfig({ preset });
    expect(createConfig({ preset, transfer: undefined })).toEqual(whole);
    expect(createConfig({ preset, transfer: { contrast: undefined } })).toEqual(whole);
  });

  it('of the command line wins over that of the file, and the file’s other keys win over both', async () => {
    const yaml = 'preset: wild\ntransfer: { contrast: 0.11, sizePx: 64 }\n';
    const file = await folder.write('preset.yaml', yaml);
    const ofFile = await loadConfig(file, { folder: folder.path });
    expect(ofFile).toEqual(
      createConfig({ preset: 'wild', transfer: { contrast: 0.11, sizePx: 64 } }, folder.path),
    );
    const flags = { preset: 'bold', fit: '0.2' };
    const config = await loadConfig(file, { folder: folder.path, flags });
    expect(config).toEqual(
      createConfig({ preset: 'bold', transfer: { contrast: 0.11, sizePx: 64, fitRatio: 0.2 } }, folder.path),
    );
  });

  it('of the command line works without a file', async () => {
    const config = await loadConfig(undefined, { folder: folder.path, flags: { preset: 'ink-only' } });
    expect(config).toEqual(createConfig({ preset: 'ink-only' }, folder.path));
  });

  it('that nobody knows gets a suggestion, in the file and on the command line', async () => {
    const file = await folder.write('unknown.yaml', 'preset: inkonly\ntransfer: { contrast: 0.5 }\n');
    const known =
      'found or bold or shadow or collage or painted or painterly or wild or ink-only or original-look or original';
    expect(await mistakesOf(file, folder.path)).toEqual([
      `unknown.yaml:1:9: Expected preset to be ${known}, got "inkonly"; did you mean ink-only?`,
    ]);
    expect(await mistakesOf(undefined, folder.path, { preset: 'bald' })).toEqual([
      `Expected --preset to be ${known}, got "bald"; did you mean bold?`,
    ]);
  });

  it('that nobody knows hides no other mistake, nor does a section that is none', async () => {
    const file = await folder.write('more.yaml', 'preset: 5\ntransfer: 7\nseed: -1\n');
    const [summary, ...lines] = await mistakesOf(file, folder.path);
    expect(summary).toBe('3 settings need a correction:');
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'more.yaml:1:9:',
      'more.yaml:2:11:',
      'more.yaml:3:7:',
    ]);
  });
});
