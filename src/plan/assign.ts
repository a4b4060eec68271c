import { munkres } from 'munkres';

/** Steps of a worth from 0 to 1: whole numbers add up to the same sum in any order. */
const steps = 1e6;

/**
 * Gives each row (a letter) a column (an artwork) so that the sum of their worths, 0..1, is largest: the assignment problem (Kuhn
 * 1955, Munkres 1957). A column is given out again only when all have been as often: `uses` says how often each already is.
 * Returns the column of every row.
 */
export function assignBest(worths: readonly (readonly number[])[], uses: readonly number[]): number[] {
  const slots = slotsFor(worths.length, uses);
  // A slot of a later round costs more than all worths together could bring.
  const round = steps * (worths.length + 1);
  const costs = worths.map((row) =>
    slots.map(({ column, level }) => round * level + Math.round(steps * (1 - row[column]!))),
  );
  const columns = worths.map(() => 0);
  for (const [row, slot] of munkres(costs)) columns[row] = slots[slot]!.column;
  return columns;
}

/** As many rounds of all columns, from the least used on, as make enough slots. */
function slotsFor(
  rows: number,
  uses: readonly number[],
): { readonly column: number; readonly level: number }[] {
  const least = Math.min(...uses);
  const slots: { column: number; level: number }[] = [];
  for (let level = least; slots.length < rows; level++)
    for (const [column, used] of uses.entries())
      if (used <= level) slots.push({ column, level: level - least });
  return slots;
}
