import { availableParallelism } from 'node:os';

/**
 * What `work` makes of each item, in their order, as many at a time as there are cores: for work that waits for other
 * threads, like reading pictures. After a failure no more is begun, and it is thrown.
 */
export async function mapSideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const goOn = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      try {
        results[at] = await work(items[at]!);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, goOn));
  return results;
}
