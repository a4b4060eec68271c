import type { FilmFile } from '../../files/film-list.js';
import { serveJobs } from '../../work/schedule/serve.js';
import { type FilmJob, makeFilm } from './film-job.js';

// A process that starts once for every film of a run loads what it needs and no more.
serveJobs<FilmJob, never, readonly FilmFile[]>((job) => makeFilm(job));
