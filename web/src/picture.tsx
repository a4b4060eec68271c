import { useEffect, useState } from 'preact/hooks';
import { letterBase, useStore } from './store.js';
import type { Letter } from './types.js';

/** A picture that stays until the next one is there, so that nothing blinks while a letter develops. */
export function SteadyImage({ src, alt, size }: { src: string; alt: string; size?: number }) {
  const [shown, show] = useState(src);
  useEffect(() => {
    if (src === shown) return;
    let wanted = true;
    const image = new Image();
    image.src = src;
    image.decode().then(
      () => wanted && show(src),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [src, shown]);
  return <img src={shown} alt={alt} width={size} height={size} decoding="async" draggable={false} />;
}

/** The plain form of a letter. */
export function Outline({ letter }: { letter: Letter }) {
  return (
    <svg class="outline" viewBox="0 0 1000 1000" role="img" aria-label={`${letter.letter}, not made yet`}>
      <path d={letter.outline} />
    </svg>
  );
}

/** A letter as it is by now: in work, made, or still plain. */
export function LetterPicture({ letter, px }: { letter: Letter; px?: number }) {
  const { live, fresh } = useStore();
  const working = live[letter.letter];
  if (working !== undefined) {
    const src = `${letterBase(letter.id)}/live?v=${working.version}`;
    return <SteadyImage src={src} alt={`${letter.letter}, in work`} />;
  }
  const version = fresh[letter.letter] ?? letter.version;
  if (version === undefined) return <Outline letter={letter} />;
  const size = px === undefined ? '' : `&px=${px}`;
  return <SteadyImage src={`${letterBase(letter.id)}/picture?v=${version}${size}`} alt={letter.letter} />;
}
