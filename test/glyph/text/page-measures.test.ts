import { describe, expect, it } from 'vitest';
import { createConfig } from '../../../src/config/index.js';
import { measurePage } from '../../../src/glyph/text/index.js';

type Input = NonNullable<Parameters<typeof createConfig>[0]>['text'];
const measure = (text: Input) => measurePage(createConfig({ text }).text);

describe('the measures of a page', () => {
  it.each<[Input, [number, number]]>([
    [{ page: '600x400' }, [600, 400]],
    [{ page: '210x297mm', dpi: 300 }, [2480, 3508]],
    [{ page: '8 x 10 in', dpi: 100 }, [800, 1000]],
    [{ page: '20×10cm', dpi: 254 }, [2000, 1000]],
    [{ page: '72x144pt', dpi: 150 }, [150, 300]],
    [{ page: 'A4' }, [2480, 3508]],
    [{ page: 'a6 landscape', dpi: 100 }, [583, 413]],
    [{ page: 'Letter', dpi: 100 }, [850, 1100]],
    [{ page: 'square' }, [1080, 1080]],
    [{ page: 'story' }, [1080, 1920]],
    [{ page: '4:5' }, [1080, 1350]],
    [{ page: '16:9' }, [1920, 1080]],
  ])('are pixels: %j', (input, size) => {
    const { width, height } = measure(input);
    expect([width, height]).toEqual(size);
  });

  it.each<[Input, number[]]>([
    [{ page: '600x400', margin: '10%' }, [40, 40, 520, 320]],
    [{ page: '600x400', margin: 25 }, [25, 25, 550, 350]],
    [{ page: '4x4in', dpi: 100, margin: '25.4mm' }, [100, 100, 200, 200]],
    [{ page: '600x400', margin: [10, '5%', 30, 40] }, [40, 10, 540, 360]],
  ])('leave the margins free: %j', (input, expected) => {
    const { left, top, width, height } = measure(input).box;
    expect([left, top, width, height].map(Math.round)).toEqual(expected);
  });

  it('give the font size in any unit', () => {
    expect(measure({ size: '36pt', dpi: 144 }).layout.size).toBeCloseTo(72);
    expect(measure({ size: 48 }).layout.size).toBe(48);
    expect(measure({}).layout.size).toBe('fit');
  });

  it.each<[Input, RegExp]>([
    [
      { page: '10x10' },
      /^Expected a page of 16 to 32768 pixels a side and at most 64 megapixels, got 10 x 10/,
    ],
    [{ page: '1x1in', dpi: 12 }, /got 12 x 12 from 1x1in at 12 dpi; change text\.page or text\.dpi\.$/],
    [{ page: '30000x30000' }, /got 30000 x 30000 from 30000x30000; change text\.page\.$/],
    [
      { page: '100x100', margin: 48 },
      /^Expected margins that leave room on a page of 100 x 100 px, got 4 x 4/,
    ],
    [{ page: 'A9' }, /page.* be a paper size \(A0 to A6, letter, tabloid; A4 landscape\), square, story/],
    [{ page: 'story landscape' }, /page.* be a paper size/],
    [{ page: '0:5' }, /page.* be a paper size/],
    [{ path: 'circle', writing: 'down' }, /^Expected text that runs along a path or down the page, got both/],
  ])('are refused with a sentence: %j', (input, sentence) => {
    expect(() => measure(input)).toThrow(sentence);
  });
});
