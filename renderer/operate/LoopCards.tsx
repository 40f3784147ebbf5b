import { useEffect, useState } from 'react';
import { useLoop } from '../ui/ConsoleContext';
import { ApprovalCard } from './cards/ApprovalCard';
import { ExecutionCard } from './cards/ExecutionCard';
import { InstructionCard } from './cards/InstructionCard';
import { ObservationCard } from './cards/ObservationCard';
import { PlanCard } from './cards/PlanCard';
import { ProposalCard } from './cards/ProposalCard';
import { VerificationCard } from './cards/VerificationCard';
import { LoopCard } from './LoopCard';
import styles from './LoopCards.module.css';
import { currentNoun, type Noun, nouns, nounsToOpen } from './nounCards';

const bodies: Readonly<Record<Noun, () => React.ReactNode>> = {
  instruction: InstructionCard,
  observation: ObservationCard,
  proposal: ProposalCard,
  plan: PlanCard,
  approval: ApprovalCard,
  execution: ExecutionCard,
  verification: VerificationCard,
};

/** The seven cards. The one that is being made opens by itself; the operator may open any other. */
export function LoopCards() {
  const current = useLoop(currentNoun);
  const wanted = useLoop((view) => nounsToOpen(view).join());
  const [open, setOpen] = useState<readonly string[]>([]);
  useEffect(() => setOpen(wanted.split(',')), [wanted]);
  return (
    <ol className={styles.cards}>
      {nouns.map((noun, index) => {
        const Body = bodies[noun];
        return (
          <LoopCard
            key={noun}
            noun={noun}
            number={index + 1}
            open={open.includes(noun)}
            current={noun === current}
            onToggle={() =>
              setOpen(open.includes(noun) ? open.filter((each) => each !== noun) : [...open, noun])
            }
          >
            <Body />
          </LoopCard>
        );
      })}
    </ol>
  );
}
