import { useState } from 'react';
import { StatusMark } from '../ui/StatusMark';
import styles from './GraphTab.module.css';
import type { GraphView } from './useGraph';

/** All that is on the ROS graph now, to look at and to search. */
export function GraphTab({ active, looks }: { readonly active: boolean; readonly looks: GraphView }) {
  const [typed, setTyped] = useState('');
  const { graph, problem } = looks;
  if (!active)
    return <p className={styles.none}>The graph is seen by the robot process: connect this profile first.</p>;
  if (!graph) {
    return (
      <p className={styles.none} role={problem ? 'alert' : undefined}>
        {problem ? (
          <>
            <StatusMark status="bad" size={14} /> {problem}
          </>
        ) : (
          'Looking at the graph.'
        )}
      </p>
    );
  }
  const word = typed.trim().toLowerCase();
  const fits = (...texts: readonly string[]) => texts.some((text) => text.toLowerCase().includes(word));
  const topics = graph.topics.filter(({ name, types }) => fits(name, ...types));
  const actions = graph.actions.filter(({ name, type }) => fits(name, type));
  const nodes = graph.nodes.filter((name) => fits(name));
  return (
    <div className={styles.graph}>
      <input
        type="search"
        className={styles.search}
        placeholder="Find by name or type"
        aria-label="Find by name or type"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {problem && (
        <p className={styles.none} role="alert">
          <StatusMark status="warn" size={14} /> Not looked at anew: {problem}
        </p>
      )}
      <h3>Actions, {actions.length}</h3>
      <ul className={styles.rows}>
        {actions.map(({ name, type }) => (
          <li key={`${name} ${type}`}>
            <span className="mono">{name}</span>
            <span className={`mono ${styles.type}`}>{type}</span>
          </li>
        ))}
      </ul>
      <h3>Topics, {topics.length}</h3>
      <ul className={styles.rows}>
        {topics.map(({ name, types, publishers, subscribers, qos }) => (
          <li key={name}>
            <span className="mono">{name}</span>
            <span className={`mono ${styles.type}`}>{types.join(', ')}</span>
            <span className={styles.qos}>
              {publishers} out, {subscribers} in{qos.length > 0 && `; ${[...new Set(qos)].join('; ')}`}
            </span>
          </li>
        ))}
      </ul>
      <h3>Nodes, {nodes.length}</h3>
      <ul className={styles.rows}>
        {nodes.map((name) => (
          <li key={name}>
            <span className="mono">{name}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
