/** Something that keeps an export, or one episode of it, from being made; the message is for the operator. */
export class ExportProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExportProblem';
  }
}

/** The operator called the export off. */
export class ExportCancelled extends Error {
  constructor() {
    super('The export was called off.');
    this.name = 'ExportCancelled';
  }
}

/** Call between steps: throws when the export was called off. */
export function goOn(signal: AbortSignal): void {
  if (signal.aborted) throw new ExportCancelled();
}
