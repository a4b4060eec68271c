import { serveJobs } from '../../work/schedule/index.js';
import { type FilmFile, type FilmJob, makeFilm } from './film-job.js';

serveJobs<FilmJob, never, readonly FilmFile[]>((job) => makeFilm(job));
