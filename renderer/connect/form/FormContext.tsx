import { createContext, useContext } from 'react';
import type { RosGraph } from '../../../shared/contract/connection';
import { fieldName, type ProfileProblem } from '../../../shared/contract/profileProblems';
import type { Draft, FieldPath } from './draft';

/** The draft that the fields of a form show and change. */
export interface FormState {
  readonly draft: Draft;
  readonly problems: readonly ProfileProblem[];
  /** What is on the ROS graph now, to choose from and to judge by; null while it cannot be seen. */
  readonly graph: RosGraph | null;
  /** A ready profile is shown, not changed. */
  readonly readOnly: boolean;
  change(field: FieldPath, value: unknown): void;
}

const FormContext = createContext<FormState | null>(null);
export const FormProvider = FormContext.Provider;

export function useForm(): FormState {
  const form = useContext(FormContext);
  if (!form) throw new Error('A field was put outside of a profile form.');
  return form;
}

/** Of this field itself, or of what is in it where it is shown as one. */
export function problemOf(
  problems: readonly ProfileProblem[],
  field: FieldPath,
  inside = false,
): string | null {
  const name = typeof field === 'string' ? field : fieldName(field);
  const found = problems.find((each) => each.field === name || (inside && each.field.startsWith(`${name}[`)));
  return found ? found.text : null;
}
