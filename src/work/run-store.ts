import { AbecedaryError } from '../base/errors.js';
import type { ScheduleSettings } from '../config/index.js';
import type { RunFolder } from '../files/index.js';
import { sealWith } from './sealed.js';
import { isBucket, openFolderStore, openStore, type Store } from './store/index.js';
import { givenStoreKey, keyVariable, ownStoreKey } from './store-key.js';

/** The store of a run, and what the user should know of it. */
export interface RunStore {
  readonly store: Store;
  readonly notes: readonly string[];
}

/**
 * Where finished pictures of a run are kept. Throws `config` for one that the workers of other machines could not reach,
 * unless it is only looked at, and for a key that cannot be used.
 */
export async function openRunStore(
  { store, scheduler, storeKey }: ScheduleSettings,
  folder: RunFolder,
  { onlyToLook = false }: { readonly onlyToLook?: boolean } = {},
): Promise<RunStore> {
  const given = await givenStoreKey(storeKey === 'auto' ? undefined : storeKey);
  if (store !== 'own') {
    const isElsewhere = scheduler === 'redis' || isBucket(store);
    const notes = given === undefined && isElsewhere ? [keyless(store)] : [];
    return { store: openStore(store, { seal: sealWith(given) }), notes };
  }
  if (scheduler === 'local' || onlyToLook) {
    const secret = given ?? (await ownStoreKey({ make: !onlyToLook }));
    return { store: openFolderStore(folder.store, sealWith(secret)), notes: [] };
  }
  throw new AbecedaryError(
    'config',
    'Expected a store that the workers reach too when the scheduler is redis, got «own»; name a shared folder or a bucket with --store.',
  );
}

function keyless(store: string): string {
  return `The store ${store} has no key, so whoever may write into it may pass a picture off as one of your letters; give runs and workers the same --store-key, or ${keyVariable} (docs/scale.md).`;
}
