import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type FilmJob, makeFilm } from '../../../src/products/film/film-job.js';
import { videoStage } from '../../../src/products/film/stage.js';
import { describeWithProgram } from '../../support/programs.js';
import { scratchFolder } from '../../support/scratch.js';

const paper = '#ffffff';
const looks = { paper, gapRatio: 0.1, marginRatio: 0.05 };

describe('the stage of a video', () => {
  it.each([
    ['1:1', 1, 1080, 1080],
    ['4:5', 26, 1080, 1350],
    ['9:16', 26, 1080, 1920],
  ] as const)('%s holds %i letters, as large as can be and in its middle', (shape, count, width, height) => {
    const stage = videoStage(shape, Array(count).fill([]), looks);
    expect([stage.width, stage.height, stage.cells.length]).toEqual([width, height, count]);
    const sides = stage.cells.map(({ x, y, sidePx }) => [x, y, width - x - sidePx, height - y - sidePx]);
    const nearest = [0, 1, 2, 3].map((side) => Math.min(...sides.map((each) => each[side]!)));
    for (const room of nearest) expect(room).toBeGreaterThanOrEqual(0);
    expect(Math.abs(nearest[0]! - nearest[2]!)).toBeLessThanOrEqual(2);
    expect(Math.abs(nearest[1]! - nearest[3]!)).toBeLessThanOrEqual(2);
    expect(count * stage.cells[0]!.sidePx ** 2).toBeGreaterThan(0.55 * width * Math.min(width, height));
  });
});

describeWithProgram('ffprobe', ['ffmpeg', 'videos'], () => {
  const colours = ['#c82828', '#28c828', '#2828c8'];

  async function job(changes: Partial<FilmJob>): Promise<FilmJob> {
    const folder = await scratchFolder();
    const frames: string[] = [];
    for (const [at, background] of colours.entries()) {
      frames.push(join(folder, `${at}.png`));
      await sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toFile(frames.at(-1)!);
    }
    const stage = {
      width: 64,
      height: 114,
      paper,
      cells: [{ x: 0, y: 25, sidePx: 64, frames }],
    };
    const stem = join(folder, 'film');
    return {
      ...{ id: '', stem, formats: [], ...stage, frameMs: 125, holdMs: 700, limitBytes: 1e6 },
      videos: (['mp4', 'webm'] as const).map((format) => ({ file: `${stem}.${format}`, format, stage })),
      ...changes,
    };
  }

  /** What another program sees in a video. */
  const probe = (file: string) => {
    const entries = 'stream=codec_name,width,height,pix_fmt,color_space,r_frame_rate:format=duration';
    const args = ['-v', 'error', '-show_entries', entries, '-of', 'json', file];
    const { streams, format } = JSON.parse(execFileSync('ffprobe', args).toString());
    return { ...streams[0], seconds: Number(format.duration) };
  };

  /** Every picture of a video: the colours of its middle and of its edge. */
  const pictures = (file: string): number[][] => {
    const args = ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
    const data = execFileSync('ffmpeg', args, { maxBuffer: 1e8 });
    const size = 64 * 114 * 3;
    return Array.from({ length: data.length / size }, (_, at) => {
      const colourAt = (y: number): number[] => {
        const from = at * size + 3 * (64 * y + 32);
        return [...data.subarray(from, from + 3)];
      };
      return [...colourAt(57), ...colourAt(4)];
    });
  };

  it.each([
    ['mp4', 'h264', 125, 30],
    ['webm', 'vp9', 125, 30],
    ['mp4', 'h264', 25, 60],
  ] as const)(
    'as %s in %s have the time, the size and the colours that were asked for, at %i ms a frame',
    async (format, codec, frameMs, fps) => {
      const asked = await job({ frameMs });
      const made = await makeFilm(asked);
      const { file } = made.find((each) => each.format === format)!;
      const { seconds, ...seen } = probe(file);
      expect(seen).toMatchObject({ codec_name: codec, width: 64, height: 114, pix_fmt: 'yuv420p' });
      expect([seen.r_frame_rate, seen.color_space]).toEqual([`${fps}/1`, 'bt709']);
      expect(Math.abs(seconds - (3 * frameMs + 700) / 1000)).toBeLessThanOrEqual(1 / fps + 0.002);
      const shown = pictures(file);
      for (const [got, wanted] of [
        [shown[0]!, [200, 40, 40, 255, 255, 255]],
        [shown.at(-1)!, [40, 40, 200, 255, 255, 255]],
      ] as const)
        for (const [at, value] of got.entries()) expect(Math.abs(value - wanted[at]!)).toBeLessThanOrEqual(8);
    },
  );

  it('have the same bytes each time', async () => {
    const [one, other] = [await makeFilm(await job({})), await makeFilm(await job({}))];
    for (const [at, { file, sha256 }] of one.entries()) {
      expect(other[at]!.sha256).toBe(sha256);
      expect((await readFile(file)).length).toBe(one[at]!.bytes);
    }
  });

  it('that ffmpeg cannot make are a sentence', async () => {
    const asked = await job({});
    const [video] = asked.videos;
    const odd = { ...video!, stage: { ...video!.stage, width: 63 } };
    await expect(makeFilm({ ...asked, videos: [odd] })).rejects.toMatchObject({
      code: 'output',
      message: expect.stringMatching(
        /^Expected a film at .*film\.mp4, but ffmpeg could not make it \(.+\); try/,
      ),
    });
  });
});
