import { AbecedaryError } from '../base/errors.js';
import { FileRefusal } from '../base/regular-file.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'this user has no permission',
  EPERM: 'this user has no permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of disk space is used up',
  EFBIG: 'the file is larger than the disk allows',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reports a fault',
  ELOOP: 'its links lead in a circle',
  EBUSY: 'another program is using it',
};

/** The errno name of a failed system call (`ENOENT`), or an empty string. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Why a system call on a file failed, in words that end a sentence. */
export function fileReason(error: unknown): string {
  if (error instanceof FileRefusal) return error.message;
  const errno = errnoOf(error);
  return reasons[errno] ?? (errno === '' ? 'the system gives no reason' : `the system reports ${errno}`);
}

/** The `output` error of a file or folder that could not be written. An error of ours passes through. */
export function writeError(file: string, cause: unknown): AbecedaryError {
  if (cause instanceof AbecedaryError) return cause;
  const advice = ['ENOSPC', 'EDQUOT'].includes(errnoOf(cause))
    ? 'free some space or choose another output folder'
    : 'check the folder and its permissions or choose another output folder';
  const message = `Expected to write ${file}, but ${fileReason(cause)}; ${advice}.`;
  return new AbecedaryError('output', message, { cause, retryable: errnoOf(cause) === 'EBUSY' });
}
