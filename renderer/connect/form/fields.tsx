import { Autocomplete, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useConsole } from '../../ui/ConsoleContext';
import { PushButton } from '../../ui/PushButton';
import { type Status, StatusMark } from '../../ui/StatusMark';
import { candidates, seen, type Wanted } from '../seen';
import { type FieldPath, readAt } from './draft';
import { problemOf, useForm } from './FormContext';
import styles from './form.module.css';

interface FieldProps {
  readonly field: FieldPath;
  readonly label: string;
  /** What the field is for, where its label does not say it. */
  readonly hint?: string;
  /** Empty is allowed, and means this. */
  readonly empty?: string;
}

/** A name, its input, and beside it whether what stands there will do. */
function Row({
  id,
  label,
  judgement,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly judgement: { readonly status: Status; readonly text: string } | null;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.input}>{children}</div>
      <div className={styles.judgement} data-status={judgement?.status}>
        {judgement && judgement.text !== '' && (
          <>
            {judgement.status !== 'off' && <StatusMark status={judgement.status} size={14} />}
            <span>{judgement.text}</span>
          </>
        )}
      </div>
    </div>
  );
}

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

function useField(
  field: FieldPath,
  { hint, inside = false }: { hint?: string | undefined; inside?: boolean },
) {
  const form = useForm();
  const id = useId();
  const problem = problemOf(form.problems, field, inside);
  return {
    ...form,
    id,
    value: readAt(form.draft, field),
    invalid: problem !== null,
    judgement: problem
      ? { status: 'bad' as const, text: capital(`It ${problem}`) }
      : hint
        ? { status: 'off' as const, text: hint }
        : null,
  };
}

/** One input under its name, with what every input has. */
function Field({
  field,
  label,
  hint,
  inside = false,
  children,
}: Pick<FieldProps, 'field' | 'label'> & {
  readonly hint: string | undefined;
  /** What is wrong inside of the value counts too. */
  readonly inside?: boolean;
  readonly children: (given: {
    readonly input: InputProps;
    readonly value: unknown;
    readonly readOnly: boolean;
    readonly change: (value: unknown) => void;
  }) => ReactNode;
}) {
  const { id, value, change, judgement, invalid, readOnly } = useField(field, { hint, inside });
  const input = { id, 'data-testid': testId(field), size: 'sm', readOnly, error: invalid } as const;
  return (
    <Row id={id} label={label} judgement={judgement}>
      {children({ input, value, readOnly, change: (next) => change(field, next) })}
    </Row>
  );
}

interface InputProps {
  readonly id: string;
  readonly 'data-testid': string;
  readonly size: 'sm';
  readonly readOnly: boolean;
  readonly error: boolean;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const testId = (field: FieldPath) => `field-${typeof field === 'string' ? field : field.join('.')}`;

export function TextField({ field, label, hint, empty }: FieldProps) {
  return (
    <Field {...{ field, label, hint }}>
      {({ input, value, change }) => (
        <TextInput
          {...input}
          placeholder={empty}
          value={textOf(value)}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            change(typed === '' && empty !== undefined ? undefined : typed);
          }}
        />
      )}
    </Field>
  );
}

/** The name of a topic or an action, chosen from what is there, or typed. */
export function NameField({ field, label, wanted, empty }: FieldProps & { readonly wanted: Wanted }) {
  const { id, value, change, judgement, invalid, readOnly, graph } = useField(field, {});
  const name = textOf(value);
  const onGraph = name === '' ? null : seen(graph, wanted, name);
  return (
    <Row id={id} label={label} judgement={judgement ?? onGraph}>
      <Autocomplete
        id={id}
        data-testid={testId(field)}
        classNames={{ input: 'mono' }}
        size="sm"
        readOnly={readOnly}
        error={invalid}
        placeholder={empty}
        data={readOnly ? [] : candidates(graph, wanted)}
        limit={50}
        value={name}
        onChange={(typed) => change(field, typed === '' && empty !== undefined ? undefined : typed)}
      />
    </Row>
  );
}

export function NumberField({ field, label, hint, empty, unit, step = 1 }: FieldProps & NumberProps) {
  const { id, value, change, judgement, invalid, readOnly } = useField(field, { hint });
  return (
    <Row id={id} label={label} judgement={judgement}>
      <BareNumber
        {...{ id, field, value, invalid, readOnly, step, unit, change }}
        {...(empty === undefined ? {} : { empty })}
      />
    </Row>
  );
}

interface NumberProps {
  readonly unit?: string;
  readonly step?: number;
}

function BareNumber({
  id,
  field,
  value,
  invalid,
  readOnly,
  step,
  unit,
  empty,
  change,
  label,
}: {
  readonly id?: string;
  readonly field: FieldPath;
  readonly value: unknown;
  readonly invalid: boolean;
  readonly readOnly: boolean;
  readonly step: number;
  readonly unit?: string | undefined;
  readonly empty?: string;
  readonly change: (field: FieldPath, value: unknown) => void;
  readonly label?: string;
}) {
  return (
    <NumberInput
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      data-testid={testId(field)}
      readOnly={readOnly}
      error={invalid}
      step={step}
      placeholder={empty}
      hideControls
      decimalScale={6}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(typed) => change(field, typed === '' ? undefined : typed)}
      rightSection={unit ? <span className={styles.unit}>{unit}</span> : null}
      rightSectionWidth={unit ? 44 : 8}
    />
  );
}

/** Some numbers in one line, each with its own name and problem. */
export function NumbersField({
  label,
  hint,
  parts,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly parts: readonly {
    readonly field: FieldPath;
    readonly name: string;
    readonly unit?: string;
    readonly step?: number;
    readonly empty?: string;
  }[];
}) {
  const { draft, problems, readOnly, change } = useForm();
  const id = useId();
  const wrong = parts
    .map(({ field, name }) => ({ name, text: problemOf(problems, field) }))
    .find(({ text }) => text !== null);
  const judgement = wrong
    ? { status: 'bad' as const, text: capital(`${wrong.name} ${wrong.text}`) }
    : hint
      ? { status: 'off' as const, text: hint }
      : null;
  return (
    <Row id={id} label={label} judgement={judgement}>
      <div className={styles.numbers}>
        {parts.map(({ field, name, unit, step = 0.001, empty }, i) => (
          <div key={name} className={styles.number}>
            <span>{name}</span>
            <BareNumber
              {...(i === 0 ? { id } : {})}
              label={`${label}, ${name}`}
              {...{ field, readOnly, step, unit, change }}
              value={readAt(draft, field)}
              invalid={problemOf(problems, field) !== null}
              {...(empty === undefined ? {} : { empty })}
            />
          </div>
        ))}
      </div>
    </Row>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** One of some kinds. `onChoose` where the choice changes more than this one value. */
export function ChoiceField({
  field,
  label,
  hint,
  options,
  chosen,
  onChoose,
}: FieldProps & {
  readonly options: readonly Option[];
  /** Where it does not stand in the field itself. */
  readonly chosen?: string;
  readonly onChoose?: (value: string) => void;
}) {
  return (
    <Field {...{ field, label, hint }}>
      {({ input, value, change }) => (
        <Select
          {...input}
          allowDeselect={false}
          data={[...options]}
          value={chosen ?? textOf(value)}
          onChange={(next) => {
            if (next !== null) (onChoose ?? change)(next);
          }}
        />
      )}
    </Field>
  );
}

/** A list of texts in order: joint names. */
export function ListField({ field, label, hint, empty }: FieldProps) {
  return (
    <Field {...{ field, label, hint }} inside>
      {({ input, value, change }) => {
        const list = Array.isArray(value) ? value.map(String) : [];
        return (
          <TagsInput
            {...input}
            classNames={{ pill: 'mono' }}
            {...(list.length === 0 && empty !== undefined ? { placeholder: empty } : {})}
            value={list}
            onChange={(names) => change(names.length === 0 && empty !== undefined ? undefined : names)}
          />
        );
      }}
    </Field>
  );
}

/** Numbers with commas or spaces between: a posture. */
export function VectorField({ field, label, hint, empty }: FieldProps) {
  const numberOrText = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : text);
  return (
    <Field {...{ field, label, hint }} inside>
      {({ input, value, change }) => (
        <TagsInput
          {...input}
          classNames={{ pill: 'mono' }}
          allowDuplicates
          splitChars={[',', ';']}
          {...(value === undefined && empty !== undefined ? { placeholder: empty } : {})}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(texts) => change(texts.length === 0 ? undefined : texts.map(numberOrText))}
        />
      )}
    </Field>
  );
}

export function SwitchField({
  label,
  hint,
  field,
  checked,
  onSwitch,
}: FieldProps & { readonly checked?: boolean; readonly onSwitch?: (on: boolean) => void }) {
  return (
    <Field {...{ field, label, hint }}>
      {({ input, value, change, readOnly }) => (
        <Switch
          id={input.id}
          data-testid={input['data-testid']}
          size="sm"
          disabled={readOnly}
          checked={checked ?? value === true}
          onChange={(event) => (onSwitch ?? change)(event.currentTarget.checked)}
        />
      )}
    </Field>
  );
}

/** A path, typed or chosen. */
export function FileField({
  purpose,
  ...text
}: FieldProps & { readonly purpose: 'urdf' | 'fastDds' | 'certificate' }) {
  const { bridge } = useConsole();
  const { change, readOnly } = useForm();
  return (
    <>
      <TextField {...text} />
      {!readOnly && (
        <div className={styles.row}>
          <span />
          <div>
            <PushButton
              look="quiet"
              onPress={() =>
                void bridge.chooseFile(purpose).then((path) => path !== null && change(text.field, path))
              }
            >
              Choose a file
            </PushButton>
          </div>
        </div>
      )}
    </>
  );
}
