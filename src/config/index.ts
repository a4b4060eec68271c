export { requireCharacter, requireCharacters } from './characters.js';
export { type ConfigFlag, configFlags, type FlagValues } from './flags.js';
export { createConfig, findConfigFile, loadConfig } from './load.js';
export type {
  AlphabetConfig,
  AlphabetConfigInput,
  ArrangementSettings,
  ArtworkSettings,
  FontSettings,
  GlyphSettings,
  SheetSettings,
  TransferSettings,
} from './schema.js';
