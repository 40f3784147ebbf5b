import type { ModelIdentity } from '../../shared/contract/proposal';

export const stagedModel: ModelIdentity = {
  packId: 'r1-tabletop-small',
  name: 'R1 Tabletop',
  version: '0.1.0',
  packHash: '8c1f04d2'.repeat(8),
  provider: 'cpu',
};
