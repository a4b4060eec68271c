import type { FilmFile } from '../../files/index.js';
import { serveJobs } from '../../work/schedule/index.js';
import { type FilmJob, makeFilm } from './film-job.js';

serveJobs<FilmJob, never, readonly FilmFile[]>((job) => makeFilm(job));
