import { PushButton } from '../../ui/PushButton';
import { cameraInfo, compressedImage, image } from '../seen';
import { readAt } from './draft';
import { useForm } from './FormContext';
import { ChoiceField, NameField, NumbersField, type Option, SwitchField, TextField } from './fields';
import styles from './form.module.css';

const most = 8;
const transports: readonly Option[] = [
  { value: 'raw', label: 'Raw pictures' },
  { value: 'compressed', label: 'Compressed pictures' },
];
const poses: readonly Option[] = [
  { value: 'tf', label: 'By the transforms (tf)' },
  { value: 'fixed', label: 'Fixed, as given here' },
];
const fixedPose = { kind: 'fixed', opticalFrameInBase: { position: [0, 0, 0], orientation: [0, 0, 0, 1] } };

/** The cameras, the first of which is shown first. */
export function CameraSection() {
  const { draft, change, readOnly } = useForm();
  const cameras = readAt(draft, 'cameras');
  const count = Array.isArray(cameras) ? cameras.length : 0;
  const add = () =>
    change(`cameras[${count}]`, {
      name: count === 0 ? 'Camera' : `Camera ${count + 1}`,
      color: { topic: '', transport: 'raw' },
      depth: null,
      info: '',
      pose: { kind: 'tf' },
    });
  return (
    <section className={styles.section}>
      <h3>Cameras</h3>
      {count === 0 && <p>Without a camera nothing can be seen, and so nothing proposed.</p>}
      {Array.from({ length: count }, (_, i) => `cameras[${i}]`).map((at) => (
        <CameraGroup key={at} at={at} />
      ))}
      {!readOnly && count < most && (
        <div>
          <PushButton onPress={add}>Add a camera</PushButton>
        </div>
      )}
    </section>
  );
}

function CameraGroup({ at }: { readonly at: string }) {
  const { draft, change, readOnly } = useForm();
  const transport = readAt(draft, `${at}.color.transport`);
  const fixed = readAt(draft, `${at}.pose.kind`) === 'fixed';
  const hasDepth = readAt(draft, `${at}.depth`) !== null;
  return (
    <div className={styles.group}>
      <TextField field={`${at}.name`} label="Name" />
      <ChoiceField field={`${at}.color.transport`} label="Pictures come as" options={transports} />
      <NameField
        field={`${at}.color.topic`}
        label="Colour"
        wanted={transport === 'compressed' ? compressedImage : image}
      />
      <NameField field={`${at}.info`} label="Camera info" wanted={cameraInfo} />
      <SwitchField
        field={`${at}.depth`}
        label="Has depth"
        hint="Registered to the colour picture: 16UC1 (mm) or 32FC1 (m). Planning needs it."
        checked={hasDepth}
        onSwitch={(on) => change(`${at}.depth`, on ? { topic: '' } : null)}
      />
      {hasDepth && <NameField field={`${at}.depth.topic`} label="Depth" wanted={image} />}
      <ChoiceField
        field={`${at}.pose.kind`}
        label="Where it is"
        options={poses}
        onChoose={(kind) => change(`${at}.pose`, kind === 'fixed' ? fixedPose : { kind: 'tf' })}
      />
      {fixed ? (
        <>
          <NumbersField
            label="Position"
            hint="Of the optical frame in the base frame (m)."
            parts={['x', 'y', 'z'].map((name, i) => ({
              field: `${at}.pose.opticalFrameInBase.position[${i}]`,
              name,
              unit: 'm',
            }))}
          />
          <NumbersField
            label="Orientation"
            hint="Quaternion; z looks forward, x to the right of the picture."
            parts={['x', 'y', 'z', 'w'].map((name, i) => ({
              field: `${at}.pose.opticalFrameInBase.orientation[${i}]`,
              name,
            }))}
          />
        </>
      ) : (
        <TextField
          field={`${at}.pose.frame`}
          label="Optical frame"
          empty="The picture's own frame"
          hint="Fixed in the cell or on the hand: tf says where it is at each moment."
        />
      )}
      {!readOnly && (
        <div>
          <PushButton look="quiet" onPress={() => change(at, undefined)}>
            Remove this camera
          </PushButton>
        </div>
      )}
    </div>
  );
}
