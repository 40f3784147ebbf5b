import type { RecordKind, Tally } from '../../../shared/contract/recorderContract';

const counted: Partial<Record<RecordKind, keyof Tally>> = {
  approval: 'approvals',
  refusal: 'refusals',
  stop: 'stops',
  planFailure: 'noPlans',
  fault: 'faults',
};

/** Counts records as they come. */
export function createTally() {
  const tally: Tally = { approvals: 0, refusals: 0, corrections: 0, stops: 0, noPlans: 0, faults: 0 };
  let instructions = 0;
  return {
    add(kind: RecordKind): void {
      const name = counted[kind];
      if (name) tally[name]++;
      if (kind === 'instruction' && instructions++ > 0) tally.corrections++;
    },
    counts: (): Tally => ({ ...tally }),
  };
}

export function tallyOf(records: readonly { readonly kind: RecordKind }[]): Tally {
  const tally = createTally();
  for (const { kind } of records) tally.add(kind);
  return tally.counts();
}
