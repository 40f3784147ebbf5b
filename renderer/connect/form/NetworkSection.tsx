import { readAt } from './draft';
import { useForm } from './FormContext';
import { ChoiceField, FileField, NumberField, type Option, TextField } from './fields';
import styles from './form.module.css';

const middlewares: readonly Option[] = [
  { value: 'rmw_fastrtps_cpp', label: 'Fast DDS (rmw_fastrtps_cpp)' },
  { value: 'rmw_cyclonedds_cpp', label: 'Cyclone DDS (rmw_cyclonedds_cpp)' },
  { value: 'rmw_zenoh_cpp', label: 'Zenoh (rmw_zenoh_cpp)' },
];
const ranges: readonly Option[] = [
  { value: 'LOCALHOST', label: 'This machine' },
  { value: 'SUBNET', label: 'The subnet' },
  { value: 'OFF', label: 'Off' },
  { value: 'SYSTEM_DEFAULT', label: "As the system's configuration says" },
];
const profiles: readonly Option[] = [
  { value: 'shipped', label: "The console's: large pictures over shared memory" },
  { value: 'none', label: 'None' },
  { value: 'file', label: 'A file' },
];

const ways: readonly Option[] = [
  { value: 'dds', label: 'ROS 2 on this machine (DDS)' },
  { value: 'rosbridge', label: "rosbridge on the robot's machine (WebSocket)" },
];

/** How the robot's graph is reached: as a node of it, or through a rosbridge. */
export function NetworkSection() {
  const { draft, change } = useForm();
  const bridged = (readAt(draft, 'rosbridge') ?? null) !== null;
  return (
    <section className={styles.section}>
      <h3>Network</h3>
      <ChoiceField
        field="rosbridge"
        label="Reached by"
        options={ways}
        chosen={bridged ? 'rosbridge' : 'dds'}
        hint="Through a rosbridge this machine needs no ROS 2."
        onChoose={(way) => change('rosbridge', way === 'rosbridge' ? { url: 'ws://' } : null)}
      />
      {bridged ? <BridgeFields /> : <DdsFields />}
    </section>
  );
}

function BridgeFields() {
  return (
    <>
      <TextField
        field="rosbridge.url"
        label="Address"
        hint="ws://robot:9090 in a network that only you use; otherwise wss://, encrypted."
      />
      <FileField
        field="rosbridge.ca"
        label="Certificate"
        purpose="certificate"
        empty="Those that the system trusts"
      />
    </>
  );
}

function DdsFields() {
  const { draft, change } = useForm();
  const fastDds = readAt(draft, 'network.rmw') === 'rmw_fastrtps_cpp';
  return (
    <>
      <NumberField
        field="network.domainId"
        label="Domain id"
        hint="0 to 232; as ROS_DOMAIN_ID of the robot."
      />
      <ChoiceField
        field="network.rmw"
        label="Middleware"
        options={middlewares}
        hint="The same as of the robot: actions do not work across two."
      />
      <ChoiceField
        field="network.discoveryRange"
        label="Discovery"
        options={ranges}
        hint="Whom the console sees, and who sees it."
      />
      {fastDds && (
        <ChoiceField
          field="network.fastDds.kind"
          label="Fast DDS profile"
          options={profiles}
          hint="The robot's side should have the same for pictures without loss."
          onChoose={(kind) => change('network.fastDds', kind === 'file' ? { kind, path: '' } : { kind })}
        />
      )}
      {fastDds && readAt(draft, 'network.fastDds.kind') === 'file' && (
        <FileField field="network.fastDds.path" label="File" purpose="fastDds" />
      )}
    </>
  );
}
