import { robotDescription } from '../seen';
import { readAt } from './draft';
import { useForm } from './FormContext';
import {
  ChoiceField,
  FileField,
  ListField,
  NameField,
  NumbersField,
  type Option,
  SwitchField,
  TextField,
  VectorField,
} from './fields';
import styles from './form.module.css';

const sources: readonly Option[] = [
  { value: 'topic', label: 'Topic robot_description' },
  { value: 'bundled', label: 'Known robot' },
  { value: 'file', label: 'URDF file' },
];
const robots: readonly Option[] = [
  { value: 'fr3', label: 'Franka Research 3' },
  { value: 'ur5e', label: 'Universal Robots UR5e' },
  { value: 'piper', label: 'AgileX Piper' },
];
const templates: Readonly<Record<string, object>> = {
  topic: { kind: 'topic', topic: '/robot_description' },
  bundled: { kind: 'bundled', name: 'ur5e' },
  file: { kind: 'file', path: '' },
};

/** Links, joints and limits: by these motions are planned and checked. */
export function ModelSection() {
  const { draft, change } = useForm();
  const kind = readAt(draft, 'model.source.kind');
  const offset = readAt(draft, 'model.tcpOffset') !== undefined;
  return (
    <section className={styles.section}>
      <h3>Robot model</h3>
      <ChoiceField
        field="model.source.kind"
        label="Comes from"
        options={sources}
        onChoose={(chosen) => change('model.source', templates[chosen])}
      />
      {kind === 'topic' && <NameField field="model.source.topic" label="Topic" wanted={robotDescription} />}
      {kind === 'bundled' && <ChoiceField field="model.source.name" label="Robot" options={robots} />}
      {kind === 'file' && <FileField field="model.source.path" label="File" purpose="urdf" />}
      <TextField field="model.baseFrame" label="Base frame" empty="The model's own" />
      <TextField
        field="model.tcpFrame"
        label="Tool frame"
        empty="The model's own"
        hint="Between the fingertips: z approaches, y closes."
      />
      <SwitchField
        field="model.tcpOffset"
        label="Fingertips elsewhere"
        hint="The description has no frame between the fingertips, only a flange: say where they are."
        checked={offset}
        onSwitch={(on) =>
          change('model.tcpOffset', on ? { position: [0, 0, 0], orientation: [0, 0, 0, 1] } : undefined)
        }
      />
      {offset && (
        <>
          <NumbersField
            label="Fingertips"
            hint="Seen from the tool frame (m). Measure it: grasps are planned to this point."
            parts={['x', 'y', 'z'].map((name, i) => ({
              field: `model.tcpOffset.position[${i}]`,
              name,
              unit: 'm',
            }))}
          />
          <NumbersField
            label="Turned"
            hint="Quaternion: z approaches, y closes."
            parts={['x', 'y', 'z', 'w'].map((name, i) => ({
              field: `model.tcpOffset.orientation[${i}]`,
              name,
            }))}
          />
        </>
      )}
      <ListField
        field="model.armJointNames"
        label="Arm joints"
        empty="The model's own"
        hint="Base to tip, by their names in the joint states."
      />
      <VectorField
        field="model.home"
        label="Home"
        empty="The model's own"
        hint="rad, in the order of the arm joints."
      />
      <NumbersField
        label="Where URDF has none"
        hint="For each joint; slower is gentler."
        parts={[
          { field: 'model.acceleration', name: 'acceleration', unit: 'rad/s²', step: 0.5 },
          { field: 'model.jerk', name: 'jerk', unit: 'rad/s³', step: 50 },
        ]}
      />
      <LimitFields />
    </section>
  );
}

/** Narrower limits than the robot's own, joint by joint. */
function LimitFields() {
  const { draft } = useForm();
  const names = readAt(draft, 'model.armJointNames');
  const limits = readAt(draft, 'model.limits');
  const joints = [
    ...new Set([
      ...(Array.isArray(names) ? names.map(String) : []),
      ...(typeof limits === 'object' && limits !== null ? Object.keys(limits) : []),
    ]),
  ];
  return (
    <div className={styles.group}>
      <strong>Narrower limits</strong>
      {joints.length === 0 && <span>Name the arm joints to narrow their limits.</span>}
      {joints.map((joint) => (
        <NumbersField
          key={joint}
          label={joint}
          parts={[
            { field: ['model', 'limits', joint, 'lower'], name: 'lower', unit: 'rad', empty: 'own' },
            { field: ['model', 'limits', joint, 'upper'], name: 'upper', unit: 'rad', empty: 'own' },
            { field: ['model', 'limits', joint, 'velocity'], name: 'velocity', unit: 'rad/s', empty: 'own' },
            {
              field: ['model', 'limits', joint, 'acceleration'],
              name: 'acceleration',
              unit: 'rad/s²',
              empty: 'own',
            },
          ]}
        />
      ))}
    </div>
  );
}
