import { serveJobs } from '../schedule/index.js';
import { type FilmFile, type FilmJob, makeFilm } from './film-job.js';

serveJobs<FilmJob, never, readonly FilmFile[]>((job) => makeFilm(job));
