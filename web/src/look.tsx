import { Choice, Slider } from './controls.js';
import { LetterPicture } from './picture.js';
import { set } from './settings.js';
import type { Letter, Preview, Run, Settings } from './types.js';
import { usePreview } from './use-preview.js';

const presets = [
  ['found', 'Found'],
  ['bold', 'Bold'],
  ['shadow', 'Shadow'],
  ['collage', 'Collage'],
  ['painted', 'Painted'],
  ['painterly', 'Painterly'],
  ['wild', 'Wild'],
  ['ink-only', 'Ink only'],
] as const;

/** How artworks are carried over. */
export function Look({ run }: { run: Run }) {
  const { settings } = run;
  const sample = run.letters[0];
  const { preview, painted, show, busy } = usePreview(sample);
  const isFound = settings.found > 0;
  return (
    <section aria-labelledby="look">
      <div class="heading">
        <h2 id="look">Look</h2>
      </div>
      <Choice
        legend="Preset"
        value={settings.preset}
        options={presets}
        onSet={(preset) => set({ preset, contrast: null, fit: null, detail: null, found: null, seam: null })}
      />
      <Proof {...{ sample, preview, painted, busy }} onAsk={() => show({})} />
      <Sliders settings={settings} isFound={isFound} ask={show} />
    </section>
  );
}

/** One letter, small, that shows what the sliders do before all are made again. */
function Proof({
  sample,
  preview,
  painted,
  busy,
  onAsk,
}: {
  sample: Letter | undefined;
  preview: Preview | undefined;
  painted: boolean;
  busy: boolean;
  onAsk: () => void;
}) {
  if (sample === undefined) return null;
  return (
    <div class="proof">
      <div class={`sample ${busy ? 'busy' : ''}`}>
        {preview ? (
          <img src={preview.picture} alt={`${sample.letter} as it would be`} width="128" height="128" />
        ) : (
          <LetterPicture letter={sample} px={192} />
        )}
      </div>
      <div>
        <p>
          {busy
            ? 'Looking …'
            : painted
              ? 'Painted, small'
              : preview
                ? 'Laid, not painted yet'
                : 'Sliders show here what they do'}
        </p>
        <button type="button" class="quiet" disabled={busy} onClick={onAsk}>
          Try it on {sample.letter}
        </button>
      </div>
    </div>
  );
}

const sizes: Readonly<Record<string, string>> = {
  128: '128 draft',
  256: '256',
  512: '512',
  1024: '1024 print',
};

/** Sizes to choose from, that of the run among them. */
const sizesWith = (size: number): [string, string][] => Object.entries({ [size]: String(size), ...sizes });

const twoDigits = (value: number): string => value.toFixed(2);
const threeDigits = (value: number): string => value.toFixed(3);

function Sliders({
  settings,
  isFound,
  ask,
}: {
  settings: Settings;
  isFound: boolean;
  ask: (own: object) => void;
}) {
  const contrast = settings.contrast === 'auto' ? 0.5 : settings.contrast;
  return (
    <>
      {isFound && (
        <Slider
          label="Artwork itself"
          ends={['painted', 'bare pieces']}
          {...{ value: settings.found, min: 0.05, max: 1, step: 0.05, format: twoDigits }}
          onMove={(found) => ask({ found })}
          onSet={(found) => set({ found })}
        />
      )}
      <Slider
        label="Contrast"
        ends={['blends', 'poster']}
        {...{ value: contrast, min: 0, max: 1, step: 0.05 }}
        format={(value) => (settings.contrast === 'auto' && value === contrast ? 'auto' : twoDigits(value))}
        onMove={(value) => ask({ contrast: value })}
        onSet={(value) => set({ contrast: value })}
      />
      <Slider
        label="Detail"
        ends={['fine', 'large forms']}
        {...{ value: settings.detail, min: 0.25, max: 4, step: 0.05, format: twoDigits }}
        onMove={(detail) => ask({ detail })}
        onSet={(detail) => set({ detail })}
      />
      {isFound && (
        <Slider
          label="Torn edge"
          ends={['the font’s', 'the artwork’s']}
          {...{ value: settings.seam, min: 0, max: 0.06, step: 0.002, format: threeDigits }}
          onMove={(seam) => ask({ seam })}
          onSet={(seam) => set({ seam })}
        />
      )}
      <Slider
        label="Loose outline"
        ends={['strict', 'free']}
        {...{ value: settings.fit, min: 0, max: 0.2, step: 0.005, format: threeDigits }}
        onMove={(fit) => ask({ fit })}
        onSet={(fit) => set({ fit })}
      />
      <Choice
        legend="Size"
        value={String(settings.size)}
        options={sizesWith(settings.size)}
        onSet={(size) => set({ size })}
      />
    </>
  );
}
