import type { AlphabetConfig } from '../config/index.js';
import { whereFound } from '../glyph/index.js';
import { planText, type TextJob } from '../plan/text.js';
import type { KeptPicture } from '../work/index.js';
import { type Order, type Register, type Settled, unrecorded } from './order.js';
import { openPageRecord, type PageRecorder } from './page-recorder.js';
import type { TypesetText } from './typeset.js';

/** A page of text that is painted as a whole. */
export function textOrder(config: AlphabetConfig, text: TypesetText): Order<Settled> {
  return async (machine) => {
    const { content, name, fonts, layout } = text;
    const job = await planText(config, { text: content, name, fonts }, machine);
    const recorder = openPageRecord(config, text, machine);
    return {
      of: 'page',
      jobs: [job],
      notes: [...whereFound(fonts), ...layout.notes],
      register: pageRegister(recorder, job),
      finish: async (settled) => settled,
    };
  };
}

/** The ground of a page that tiles are laid on. */
export function groundOrder(job: TextJob): Order<Settled> {
  return async () => ({
    of: 'page',
    jobs: [job],
    notes: [],
    register: unrecorded,
    finish: async (settled) => settled,
  });
}

function pageRegister(recorder: PageRecorder, job: TextJob): Register {
  let made: KeptPicture | undefined;
  return {
    read: recorder.read,
    isCurrent: ({ id }) => recorder.isCurrent(id),
    isLocked: () => false,
    enter: (_, kept) => {
      made = kept;
    },
    write: async () => {
      if (made !== undefined) await recorder.write(job.id, factsOf(job, made));
    },
  };
}

function factsOf({ recipe, inputs }: TextJob, kept: KeptPicture): Record<string, unknown> {
  const { evaluations, losses, legibility, tries } = kept;
  const artworks = recipe.looks.flatMap(({ materials }) =>
    materials.map(({ sha256 }) => ({ file: inputs[sha256]!, sha256 })),
  );
  return {
    artworks,
    iterations: recipe.transfer.iterations,
    evaluations,
    losses,
    seconds: Math.round(kept.seconds * 100) / 100,
    r2: Math.round(legibility.r2 * 1000) / 1000,
    tries,
  };
}
