import { AbecedaryError } from '../base/errors.js';
import type { ScheduleSettings } from '../config/index.js';
import type { RunFolder } from '../files/index.js';
import { openFolderStore, openStore, type Store } from './store/index.js';

/**
 * Where finished pictures of a run are kept. Throws `config` for one that the workers of other machines could not reach,
 * unless it is only looked at.
 */
export function openRunStore(
  { store, scheduler }: ScheduleSettings,
  folder: RunFolder,
  { onlyToLook = false }: { readonly onlyToLook?: boolean } = {},
): Store {
  if (store !== 'own') return openStore(store);
  if (scheduler === 'local' || onlyToLook) return openFolderStore(folder.store);
  throw new AbecedaryError(
    'config',
    'Expected a store that the workers reach too when the scheduler is redis, got «own»; name a shared folder or a bucket with --store.',
  );
}
