import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from './api.js';
import { attempt, letterBase } from './store.js';
import type { Found, Letter, Preview } from './types.js';

/** Settings that decide where a letter is found: others are shown at the place of before, which takes no search. */
const searching = ['detail', 'place', 'preset', 'lay', 'polarity', 'artwork', 'seed'];

/** Shows a letter small with other settings. While one is made the latest wish waits, the others are forgotten. */
export function usePreview(letter: Letter | undefined): {
  readonly preview: Preview | undefined;
  readonly busy: boolean;
  readonly show: (own: object) => void;
} {
  const [preview, setPreview] = useState<Preview | undefined>();
  const [busy, setBusy] = useState(false);
  const wish = useRef<object | undefined>(undefined);
  const making = useRef(false);
  const found = useRef<Found | undefined>(undefined);
  useEffect(() => {
    setPreview(undefined);
    found.current = undefined;
  }, [letter?.id, letter?.artwork]);

  const show = async (own: object): Promise<void> => {
    wish.current = own;
    if (making.current || letter === undefined) return;
    making.current = true;
    setBusy(true);
    while (wish.current !== undefined) {
      const wanted = wish.current;
      wish.current = undefined;
      const { ink, ground } = found.current ?? {};
      const keeps = ink !== undefined && !Object.keys(wanted).some((name) => searching.includes(name));
      const set = keeps ? { place: { next: 0, ink, ground }, ...wanted } : wanted;
      await attempt(async () => {
        const made = await post<Preview>(`${letterBase(letter.id)}/preview`, { set });
        found.current = made.found;
        setPreview(made);
      });
    }
    making.current = false;
    setBusy(false);
  };
  return { preview, busy, show: (own) => void show(own) };
}
