import { existsSync } from 'node:fs';
import { describe, it } from 'vitest';

/** Chromium's driver that computes on the CPU what a GPU would. */
const softwareDriver = '/usr/lib/chromium/vk_swiftshader_icd.json';
const loaders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];

/** Why there is no WebGPU to test with; undefined where there is. */
const whyNoWebgpu = reason();

function reason(): string | undefined {
  if (process.env.VK_ICD_FILENAMES !== undefined) return undefined;
  if (!existsSync(softwareDriver)) return 'there is no driver for WebGPU (apt-get install chromium)';
  if (!loaders.some((folder) => existsSync(`${folder}/libvulkan.so.1`)))
    return 'there is no Vulkan (apt-get install libvulkan1)';
  return undefined;
}

/** What a process needs in its environment for WebGPU. */
const webgpuEnvironment: Record<string, string> = {
  VK_ICD_FILENAMES: process.env.VK_ICD_FILENAMES ?? softwareDriver,
};

/** A `describe` for tests that need WebGPU; skipped, and the reason printed, where there is none. */
export function describeWithWebgpu(title: string, body: () => void): void {
  if (whyNoWebgpu === undefined) {
    Object.assign(process.env, webgpuEnvironment);
    describe(title, body);
    return;
  }
  const skipped = `skipped: ${whyNoWebgpu}`;
  console.warn(`${title}: ${skipped}`);
  describe(title, () => {
    it.skip(skipped, () => undefined);
  });
}
