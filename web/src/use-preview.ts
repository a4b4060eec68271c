import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from './api.js';
import { attempt, letterBase } from './store.js';
import type { Found, Letter, Preview } from './types.js';

/** Settings that decide where a letter is found: others are shown at the place of before, which takes no search. */
const searching = ['detail', 'place', 'preset', 'lay', 'polarity', 'artwork', 'seed'];

/** After what stillness a preview is painted. */
const stillMs = 400;
/** As many as a letter usually has: small and found it takes a second. */
const paintedIterations = 20;

/**
 * Shows a letter small with other settings: laid together at once, and painted when nothing else is wished for. While one is
 * made the latest wish waits, the others are forgotten.
 */
export function usePreview(letter: Letter | undefined): {
  readonly preview: Preview | undefined;
  /** Whether the preview that is shown is painted. */
  readonly painted: boolean;
  readonly busy: boolean;
  readonly show: (own: object) => void;
  /** Goes back to the letter as it is. */
  readonly leave: () => void;
} {
  const [preview, setPreview] = useState<Preview | undefined>();
  const [painted, setPainted] = useState(false);
  const [busy, setBusy] = useState(false);
  const wish = useRef<object | undefined>(undefined);
  const making = useRef(false);
  const painting = useRef(false);
  const found = useRef<Found | undefined>(undefined);
  const still = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const leave = (): void => {
    clearTimeout(still.current);
    wish.current = undefined;
    found.current = undefined;
    setPreview(undefined);
    setPainted(false);
  };
  useEffect(() => {
    leave();
    return () => clearTimeout(still.current);
  }, [letter?.id, letter?.artwork]);

  const ask = (own: object, iterations: number): Promise<Preview> => {
    const { ink, ground } = found.current ?? {};
    const keeps = ink !== undefined && !Object.keys(own).some((name) => searching.includes(name));
    const set = keeps ? { place: { next: 0, ink, ground }, ...own } : own;
    return post<Preview>(`${letterBase(letter!.id)}/preview`, { set, iterations });
  };
  const paint = (): void => {
    const own = wish.current;
    if (painting.current || making.current || own === undefined) return;
    painting.current = true;
    void attempt(async () => {
      const made = await ask(own, paintedIterations);
      if (wish.current !== own) return;
      setPreview(made);
      setPainted(true);
    }).finally(() => {
      painting.current = false;
      if (wish.current !== own) paint();
    });
  };
  const show = async (own: object): Promise<void> => {
    wish.current = own;
    clearTimeout(still.current);
    if (making.current || letter === undefined) return;
    making.current = true;
    setBusy(true);
    let wanted: object | undefined;
    do {
      wanted = wish.current;
      if (wanted === undefined) break;
      const asked = wanted;
      await attempt(async () => {
        const made = await ask(asked, 0);
        if (wish.current === undefined) return;
        found.current = made.found;
        setPreview(made);
        setPainted(false);
      });
    } while (wish.current !== wanted);
    making.current = false;
    setBusy(false);
    still.current = setTimeout(paint, stillMs);
  };
  return { preview, painted, busy, show: (own) => void show(own), leave };
}
