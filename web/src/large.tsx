import { useEffect, useState } from 'preact/hooks';
import { get } from './api.js';
import { type Beside, CompareWith, Comparison } from './comparison.js';
import { LetterPicture, SteadyImage } from './picture.js';
import { letterBase, useStore } from './store.js';
import type { Letter, Run } from './types.js';

/** The picture, its film under a slider, and under a wipe what it was made of. */
export function Large({ run, letter }: { run: Run; letter: Letter }) {
  const { live, fresh } = useStore();
  const working = live[letter.letter];
  const version = fresh[letter.letter] ?? letter.version;
  const { frames, frame, show, play, playing } = useFilm(letter, version);
  const [beside, setBeside] = useState<Beside>('');
  const isFilm = working === undefined && frame !== undefined && frame < frames;
  return (
    <section class="large" aria-label="Picture">
      <div class="paper">
        {isFilm ? (
          <SteadyImage
            src={`${letterBase(letter.id)}/frames/${frame}?v=${version}`}
            alt={`${letter.letter} after iteration ${frame + 1}`}
          />
        ) : (
          <LetterPicture letter={letter} />
        )}
        <Comparison run={run} letter={letter} beside={beside} />
        {working && <span class="bar" style={{ '--done': working.workRatio }} />}
      </div>
      <div class="film">
        <button type="button" class="plain" disabled={frames === 0 || working !== undefined} onClick={play}>
          {playing ? 'Pause' : 'Play'}
        </button>
        <label class="unseen" for="film">
          Film
        </label>
        <input
          id="film"
          type="range"
          min="0"
          max={Math.max(1, frames)}
          value={frame ?? frames}
          disabled={frames === 0 || working !== undefined}
          aria-valuetext={isFilm ? `iteration ${frame + 1} of ${frames}` : 'finished'}
          onInput={(event) => show(Number(event.currentTarget.value))}
        />
        <CompareWith letter={letter} value={beside} onSet={setBeside} />
      </div>
      <p class="facts">
        {working ? `Iteration ${working.iteration} of ${working.iterations}` : factsOf(letter)}
      </p>
    </section>
  );
}

/** How it was made, and whether it is still recognised among the letters of its set. */
function factsOf({ made, failure }: Letter): string {
  if (made === undefined) return failure ?? 'Not made yet';
  const { sizePx, iterations, seconds, legibility } = made;
  const read =
    legibility.rank === 1 ? 'reads well' : `${legibility.rank - 1} other letters explain it better`;
  return `${sizePx} px · ${iterations} iterations in ${Math.round(seconds)} s · ${read}`;
}

function useFilm(letter: Letter, version: string | undefined) {
  const [frames, setFrames] = useState(0);
  const [frame, show] = useState<number | undefined>();
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    show(undefined);
    setPlaying(false);
    if (version === undefined) return setFrames(0);
    get<{ frames: number }>(`${letterBase(letter.id)}/frames`).then(
      (answer) => setFrames(answer.frames),
      () => setFrames(0),
    );
  }, [letter.id, version]);
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      const next = (frame ?? -1) + 1;
      show(next);
      if (next >= frames) setPlaying(false);
    }, 140);
    return () => clearTimeout(timer);
  }, [playing, frame, frames]);
  const play = (): void => {
    if (!playing && (frame === undefined || frame >= frames)) show(0);
    setPlaying(!playing);
  };
  return { frames, frame, show, play, playing };
}
