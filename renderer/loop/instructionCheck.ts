/** Longer sentences than the model was made for; the contract's own limit is 2,000. */
export const maxInstructionLength = 500;

export type InstructionCheck =
  | { readonly ok: true; readonly instruction: string }
  | { readonly ok: false; readonly reason: 'empty' | 'tooLong'; readonly text: string };

/** Accepts a sentence as typed (outer blanks aside) or says why not. Nothing is ever cut silently. */
export function checkInstruction(typed: string): InstructionCheck {
  const instruction = typed.trim();
  if (instruction.length === 0) {
    return {
      ok: false,
      reason: 'empty',
      text: 'Say what to do, for instance: put the red cube in the blue bowl.',
    };
  }
  if (instruction.length > maxInstructionLength) {
    return {
      ok: false,
      reason: 'tooLong',
      text: `The instruction is too long: ${instruction.length.toLocaleString('en')} characters, the limit is ${maxInstructionLength}. Nothing was sent.`,
    };
  }
  return { ok: true, instruction };
}
