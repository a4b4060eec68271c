import { useEffect, useState } from 'preact/hooks';
import { get, post } from './api.js';
import { ArtworkFrames } from './artwork-frames.js';
import { Slider, Work } from './controls.js';
import { LetterPicture, Outline, SteadyImage } from './picture.js';
import { go } from './route.js';
import { attempt, letterBase, useStore } from './store.js';
import { Tries } from './tries.js';
import type { Found, Letter, Run } from './types.js';
import { usePreview } from './use-preview.js';
import { titleOf } from './words.js';

/** One letter, large, with everything that can be done to it. */
export function LetterView({ run, letter }: { run: Run; letter: Letter }) {
  const at = run.letters.indexOf(letter);
  const beside = (step: number): string =>
    `/letter/${run.letters[(at + step + run.letters.length) % run.letters.length]!.id}`;
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      const inField = (event.target as Element).closest('input, textarea, select, [data-arrows]');
      if (event.key === 'Escape') go('/');
      else if (inField || event.altKey || event.ctrlKey || event.metaKey) return;
      else if (event.key === 'ArrowLeft') go(beside(-1));
      else if (event.key === 'ArrowRight') go(beside(1));
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  });
  return (
    <main class="letter">
      <div class="where">
        <a href="#/">← Alphabet</a>
        <span>
          <a href={`#${beside(-1)}`} aria-label="Letter before">
            ‹
          </a>
          <h2>{letter.letter}</h2>
          <a href={`#${beside(1)}`} aria-label="Next letter">
            ›
          </a>
        </span>
      </div>
      <Large letter={letter} />
      <Panel run={run} letter={letter} />
    </main>
  );
}

/** The picture, its film under a slider, and the plain letter beside it to compare. */
function Large({ letter }: { letter: Letter }) {
  const { live, fresh } = useStore();
  const working = live[letter.letter];
  const version = fresh[letter.letter] ?? letter.version;
  const { frames, frame, show, play, playing } = useFilm(letter, version);
  const [plain, setPlain] = useState(false);
  const isFilm = working === undefined && frame !== undefined && frame < frames;
  return (
    <section class="large" aria-label="Picture">
      <div class="paper">
        {plain ? (
          <Outline letter={letter} />
        ) : isFilm ? (
          <SteadyImage
            src={`${letterBase(letter.id)}/frames/${frame}?v=${version}`}
            alt={`${letter.letter} after iteration ${frame + 1}`}
          />
        ) : (
          <LetterPicture letter={letter} />
        )}
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
        <button type="button" class="plain" aria-pressed={plain} onClick={() => setPlain(!plain)}>
          Plain letter
        </button>
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

function Panel({ run, letter }: { run: Run; letter: Letter }) {
  const { preview, show, busy } = usePreview(letter);
  const [pending, setPending] = useState<Record<string, unknown>>({});
  useEffect(() => setPending({}), [letter.version]);
  const change = (body: unknown): Promise<boolean> =>
    attempt(() => post(`${letterBase(letter.id)}/change`, body));
  const tryOut = (own: Record<string, unknown>): void => {
    const all = { ...pending, ...own };
    setPending(all);
    show(all);
  };
  const found = (pending.place as Found | undefined) ?? preview?.found ?? letter.found;
  const isFound = found !== undefined || run.settings.found > 0;
  const locked = letter.locked;
  return (
    <section class="panel" aria-label="What can be done to it">
      <Actions letter={letter} change={change} isFound={isFound} />
      <ArtworkFrames
        run={run}
        letter={letter}
        found={found}
        disabled={locked}
        onMove={({ ink, ground }) => tryOut({ place: { next: 0, ink, ground } })}
        onChoose={(artwork) => void change({ artwork })}
      />
      <div class="tuning">
        <div class={`sample ${busy ? 'busy' : ''}`}>
          {preview ? (
            <img src={preview.picture} alt={`${letter.letter} as it would be`} width="128" height="128" />
          ) : (
            <LetterPicture letter={letter} px={256} />
          )}
        </div>
        <div>
          <Tuning run={run} letter={letter} isFound={isFound} disabled={locked} tryOut={tryOut} />
        </div>
      </div>
      {Object.keys(pending).length > 0 && (
        <div class="row ask">
          <Work className="main" disabled={locked} onWork={() => change({ set: pending })}>
            Make it so
          </Work>
          <button type="button" class="quiet" onClick={() => setPending({})}>
            Leave it
          </button>
        </div>
      )}
      <Tries letter={letter} disabled={locked} take={(number) => change({ take: number })} />
    </section>
  );
}

function Actions({
  letter,
  change,
  isFound,
}: {
  letter: Letter;
  change: (body: unknown) => Promise<boolean>;
  isFound: boolean;
}) {
  const { own, locked } = letter;
  const next = Number((own.place as { next?: number } | undefined)?.next ?? 0) + 1;
  const seed = Number(own.seed ?? letter.made?.seed ?? 1) + 1;
  return (
    <div class="actions">
      <Work className="plain" disabled={locked} onWork={() => change({ set: { seed } })}>
        Roll again
      </Work>
      {isFound && (
        <Work className="plain" disabled={locked} onWork={() => change({ set: { place: { next } } })}>
          Next place
        </Work>
      )}
      <Work className="plain" disabled={!letter.undo} onWork={() => change({ step: 'undo' })}>
        Undo
      </Work>
      <Work className="plain" disabled={!letter.redo} onWork={() => change({ step: 'redo' })}>
        Redo
      </Work>
      <Work
        className="plain"
        disabled={!letter.version}
        onWork={() => change({ set: { lock: locked ? null : true } })}
      >
        {locked ? 'Unlock' : 'Lock'}
      </Work>
    </div>
  );
}

function Tuning({
  run,
  letter,
  isFound,
  disabled,
  tryOut,
}: {
  run: Run;
  letter: Letter;
  isFound: boolean;
  disabled: boolean;
  tryOut: (own: Record<string, unknown>) => void;
}) {
  const value = (name: string, usual: number): number => {
    const own = letter.own[name];
    return typeof own === 'number' ? own : usual;
  };
  const usual = run.settings.contrast === 'auto' ? (letter.found?.contrast ?? 0.5) : run.settings.contrast;
  const two = (each: number): string => each.toFixed(2);
  return (
    <fieldset disabled={disabled}>
      <legend class="unseen">Settings of {titleOf(letter.letter)} alone</legend>
      <Slider
        label="Contrast"
        {...{ value: value('contrast', usual), min: 0, max: 1, step: 0.05, format: two }}
        onSet={(contrast) => tryOut({ contrast })}
      />
      {isFound && (
        <Slider
          label="Artwork itself"
          {...{ value: value('found', run.settings.found), min: 0.05, max: 1, step: 0.05, format: two }}
          onSet={(found) => tryOut({ found })}
        />
      )}
      <Slider
        label="Detail"
        {...{ value: value('detail', run.settings.detail), min: 0.25, max: 4, step: 0.25, format: two }}
        onSet={(detail) => tryOut({ detail })}
      />
      <Slider
        label="Loose outline"
        {...{ value: value('fit', run.settings.fit), min: 0, max: 0.2, step: 0.01, format: two }}
        onSet={(fit) => tryOut({ fit })}
      />
      <Slider
        label="Scale"
        {...{ value: value('scale', 1), min: 0.5, max: 1.5, step: 0.02, format: two }}
        onSet={(scale) => tryOut({ scale })}
      />
    </fieldset>
  );
}
