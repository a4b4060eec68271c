import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { AbecedaryError } from '../base/errors.js';
import type { Pixels, Size } from '../base/pixels.js';
import { replaceWholeFile } from './atomic-file.js';
import { runProgram } from './program.js';

export type VideoFormat = 'mp4' | 'webm';

/** What every player and every platform takes: 4:2:0, colours of HDTV; for MP4 the index first, so that it plays while it loads. */
const encoders: Readonly<Record<VideoFormat, readonly string[]>> = {
  mp4: ['-c:v', 'libx264', '-crf', '18', '-preset', 'medium', '-movflags', '+faststart', '-f', 'mp4'],
  webm: ['-c:v', 'libvpx-vp9', '-crf', '30', '-b:v', '0', '-cpu-used', '5', '-row-mt', '1', '-f', 'webm'],
};

const colours = [
  ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'],
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
];

/** The same bytes on every machine with the same ffmpeg: as many threads as that, no date and no name of a program. */
const steady = ['-threads', '2', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-map_metadata', '-1'];

/** Whether films can be made of this machine: there is an `ffmpeg` where it looks for programs. */
export async function canMakeVideos(): Promise<boolean> {
  return runProgram('ffmpeg', ['-version'], { timeoutMs: 20_000 }).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a video, whole or not at all, of frames of three channels and an even size that come one after the other, each with the number of
 * pictures that it is shown for at `fps` a second. Throws `output` where ffmpeg fails, and what the frames throw.
 */
export async function writeVideo(
  file: string,
  frames: AsyncIterable<{ readonly picture: Pixels; readonly times: number }>,
  { width, height, fps, format }: Size & { readonly fps: number; readonly format: VideoFormat },
): Promise<void> {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', String(fps)];
  await replaceWholeFile(file, async (temporary) => {
    const args = [...input, '-i', '-', ...encoders[format], ...colours, ...steady, '-y', temporary];
    const ffmpeg = spawn('ffmpeg', ['-loglevel', 'error', '-nostdin', ...args], {
      stdio: ['pipe', 'ignore', 'pipe'],
      windowsHide: true,
    });
    let complaint = '';
    ffmpeg.stderr.on('data', (words: Buffer) => {
      complaint = `${complaint}${words}`.slice(-2000);
    });
    // Looked at when it has ended; what is written to one that has ended fails here.
    ffmpeg.stdin.on('error', () => {});
    const ended = once(ffmpeg, 'close') as Promise<[code: number | null]>;
    ended.catch(() => {});
    try {
      for await (const { picture, times } of frames)
        for (let time = 0; time < times; time++)
          // One that has failed takes no more; its words are read when it has ended.
          if (!ffmpeg.stdin.destroyed && !ffmpeg.stdin.write(picture.data))
            await Promise.race([once(ffmpeg.stdin, 'drain').catch(() => {}), ended]);
      ffmpeg.stdin.end();
      const [code] = await ended;
      if (code === 0) return;
    } catch (error) {
      ffmpeg.kill();
      throw error;
    }
    const words = complaint.trim().split('\n').at(-1) ?? '';
    const message = `Expected a film at ${file}, but ffmpeg could not make it (${words}); try another ffmpeg, or other film.formats.`;
    throw new AbecedaryError('output', message);
  });
}
