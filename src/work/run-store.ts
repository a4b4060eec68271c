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
 * and for a key that cannot be used.
 */
export async function openRunStore(settings: ScheduleSettings, folder: RunFolder): Promise<RunStore> {
  const { store, scheduler } = settings;
  if (store === 'own' && scheduler !== 'local') {
    throw new AbecedaryError(
      'config',
      'Expected a store that the workers reach too when the scheduler is redis, got «own»; name a shared folder or a bucket with --store.',
    );
  }
  const opened = await open(settings, folder, { make: true });
  const isElsewhere = store !== 'own' && (scheduler === 'redis' || isBucket(store));
  const notes = opened.seal.secret === undefined && isElsewhere ? [keyless(store)] : [];
  return { store: opened, notes };
}

/** The same to be looked at: what does not fit its seal stays where it is, and no key is made. */
export async function lookAtRunStore(settings: ScheduleSettings, folder: RunFolder): Promise<Store> {
  return { ...(await open(settings, folder, { make: false })), setAside: async () => {} };
}

async function open(
  { store, storeKey }: ScheduleSettings,
  folder: RunFolder,
  { make }: { readonly make: boolean },
): Promise<Store> {
  const given = await givenStoreKey(storeKey === 'auto' ? undefined : storeKey);
  if (store !== 'own') return openStore(store, { seal: sealWith(given) });
  return openFolderStore(folder.store, sealWith(given ?? (await ownStoreKey({ make }))));
}

function keyless(store: string): string {
  return `The store ${store} has no key, so whoever may write into it may pass a picture off as one of your letters; give runs and workers the same --store-key, or ${keyVariable} (docs/scale.md).`;
}
