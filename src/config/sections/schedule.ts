import { z } from 'zod';
import { between, filePath } from '../fields.js';

/** What a store may be beside a folder or a bucket. */
export const ownStore = 'own';

export const schedule = z.strictObject({
  scheduler: z.enum(['local', 'redis']).default('local').meta({
    flag: 'scheduler',
    value: 'NAME',
    description:
      'Who makes the letters: local, this machine, or redis, all workers that listen to a Redis (docs/scale.md).',
  }),
  redis: z
    .string()
    .regex(/^rediss?:\/\/\S+$/)
    .default('redis://127.0.0.1:6379')
    .meta({
      allowed: 'an address like redis://host:6379',
      flag: 'redis',
      value: 'URL',
      description: 'The Redis that hands the letters out to the workers.',
    }),
  store: filePath('the word own, a folder, or s3://bucket/prefix').default(ownStore).meta({
    allowed: 'the word own, a folder, or s3://bucket/prefix',
    flag: 'store',
    value: 'PLACE',
    description:
      'Where finished letters are kept by what they are made of, so that none is made twice: own keeps them in the output folder; workers on other machines need a folder that all of them share, or a bucket.',
  }),
  storeKey: filePath('the word auto, or a file').default('auto').meta({
    allowed: 'the word auto, or a file that holds a key',
    flag: 'store-key',
    value: 'FILE',
    description:
      'A file with the secret that runs and workers of one store share, so that nobody else can pass anything off as a finished letter; auto takes ABECEDARY_STORE_KEY from the environment, and for a store of its own a key that is made once for this user.',
  }),
  limitMinutes: between(0, 100_000).default(0).meta({
    unit: 'minutes',
    description: 'How long one letter may take before it is given up; 0 sets no limit.',
  }),
});
