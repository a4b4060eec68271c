import { useEffect, useState } from 'preact/hooks';
import { post } from './api.js';
import { ArtworkFrames } from './artwork-frames.js';
import { Collage } from './collage.js';
import { Slider, Work } from './controls.js';
import { Large } from './large.js';
import { LetterPicture } from './picture.js';
import { go } from './route.js';
import { attempt, letterBase } from './store.js';
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
      <Large run={run} letter={letter} />
      <Panel run={run} letter={letter} />
    </main>
  );
}

function Panel({ run, letter }: { run: Run; letter: Letter }) {
  const { preview, painted, show, busy, leave } = usePreview(letter);
  const [pending, setPending] = useState<Record<string, unknown>>({});
  const [round, restart] = useState(0);
  const forget = (): void => {
    setPending({});
    leave();
    restart((count) => count + 1);
  };
  useEffect(forget, [letter.version]);
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
        <div>
          <div class={`sample ${busy ? 'busy' : ''}`}>
            {busy && pending.place !== undefined ? (
              <Collage run={run} letter={letter} places={pending.place as Found} />
            ) : preview ? (
              <img src={preview.picture} alt={`${letter.letter} as it would be`} width="128" height="128" />
            ) : (
              <LetterPicture letter={letter} px={256} />
            )}
          </div>
          <p class="said" role="status">
            {busy ? 'Looking …' : painted ? 'Painted, small' : preview ? 'Laid, not painted' : ''}
          </p>
        </div>
        <div>
          <Tuning key={round} run={run} letter={letter} isFound={isFound} disabled={locked} tryOut={tryOut} />
        </div>
      </div>
      {Object.keys(pending).length > 0 && (
        <div class="row ask">
          <Work className="main" disabled={locked} onWork={() => change({ set: pending })}>
            Make it so
          </Work>
          <button type="button" class="quiet" onClick={forget}>
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
        onMove={(contrast) => tryOut({ contrast })}
      />
      {isFound && (
        <Slider
          label="Artwork itself"
          {...{ value: value('found', run.settings.found), min: 0.05, max: 1, step: 0.05, format: two }}
          onMove={(found) => tryOut({ found })}
        />
      )}
      <Slider
        label="Detail"
        {...{ value: value('detail', run.settings.detail), min: 0.25, max: 4, step: 0.05, format: two }}
        onMove={(detail) => tryOut({ detail })}
      />
      <Slider
        label="Loose outline"
        {...{
          value: value('fit', run.settings.fit),
          min: 0,
          max: 0.2,
          step: 0.005,
          format: (each) => each.toFixed(3),
        }}
        onMove={(fit) => tryOut({ fit })}
      />
      <Slider
        label="Scale"
        {...{ value: value('scale', 1), min: 0.5, max: 1.5, step: 0.02, format: two }}
        onMove={(scale) => tryOut({ scale })}
      />
    </fieldset>
  );
}
