import { describe, expect, it } from 'vitest';
import { balanced, legibleAs } from '../../src/found/index.js';

const capitals = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

describe('how legible a character is to be', () => {
  it('is what is wanted, or more for a capital that texture makes another one', () => {
    for (const each of [...capitals, 'a', '7', 'あ'])
      expect(legibleAs(each, 0.7)).toBeGreaterThanOrEqual(0.7);
    expect(legibleAs('S', 0.7)).toBe(0.7);
    expect(legibleAs('H', 0.7)).toBeGreaterThan(0.75);
  });

  it('is never asked to be more than can be, unless that is wanted', () => {
    for (const each of capitals) {
      expect(legibleAs(each, 0.9)).toBeLessThan(0.97);
      expect(legibleAs(each, 0.98)).toBe(0.98);
    }
  });
});

describe('the balance of reading and likeness', () => {
  it('gives a letter back some of its forms that has few', () => {
    const [few, some, many] = [0.2, 0.47, 0.7].map((likeness) => balanced(0.8, likeness).legible);
    expect(few).toBeLessThan(some!);
    expect(some).toBeLessThan(0.8);
    expect(many).toBe(0.8);
  });

  it('lets large forms into a letter that has hardly any', () => {
    expect(balanced(0.8, 0.4).far).toBe(1);
    expect(balanced(0.8, 0.28).far).toBeGreaterThan(1.3);
  });

  it('takes no more than a little of its legibility', () => {
    expect(balanced(0.8, -1).legible).toBeGreaterThan(0.7);
  });
});
