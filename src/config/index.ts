export { requireCharacter, requireCharacters } from './characters.js';
export { type EngineName, engineNames } from './engine-names.js';
export { type ConfigFlag, configFlags, type FlagValues } from './flags.js';
export { transferOfLetter } from './letter-transfer.js';
export { createConfig, findConfigFile, loadConfig } from './load.js';
export { painting } from './painting.js';
export { presetNames } from './presets.js';
export type {
  AlphabetConfig,
  AlphabetConfigInput,
  ArrangementSettings,
  ArtworkSettings,
  FilmSettings,
  FontSettings,
  GlyphSettings,
  LetterSettings,
  PlaceSettings,
  ScheduleSettings,
  SheetSettings,
  TextSettings,
  TransferSettings,
} from './schema.js';
export type { AnimationFormat, VideoShape } from './sections/film.js';
export { type PageSize, readPageSize, type SheetFormat } from './sections/sheet.js';
export type { TextFormat } from './sections/text.js';
export { configYaml } from './write-config.js';
