/** What stands when a job failed for the disk's sake. */
const left = {
  export: 'Nothing was left there: free some space or choose another folder, then export again.',
  import: 'The episodes that were whole by then are in the library: free some space, then import the others.',
} as const;

/** Why a job failed and what to do, in words. Nothing half made is left under its name. */
export function failureWords(error: unknown, folder: string, job: keyof typeof left): string {
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: String(error) };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${folder} is full. ${left[job]}`;
    case 'EACCES':
    case 'EPERM':
      return `Nothing may be written in ${folder}. Choose a folder of your own.`;
    case 'EROFS':
      return `${folder} can only be read. Choose another folder.`;
    case 'ENOTDIR':
      return `${folder} is not a folder. Choose another one.`;
    default:
      return message.slice(0, 1800);
  }
}
