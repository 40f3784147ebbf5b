import { z } from 'zod';
import { cameraContract, simulatorCameraContract } from '../../shared/contract/cameraContract';
import { type Contract, connect, type Port, serve } from '../../shared/contract/channel';
import { endpointContract } from '../../shared/contract/endpointContract';
import { exporterContract } from '../../shared/contract/exporterContract';
import { inferenceContract } from '../../shared/contract/inferenceContract';
import { plannerContract } from '../../shared/contract/plannerContract';
import { recorderContract } from '../../shared/contract/recorderContract';
import { robotContract } from '../../shared/contract/robotContract';
import { simulatorContract, worldContract } from '../../shared/contract/simulatorContract';
import { trainingContract } from '../../shared/contract/trainingContract';
import { videoEncoderContract } from '../../shared/contract/videoEncoderContract';
import { createRandom, type Random } from '../../shared/scene/random';
import { corrupted, truncated } from './mangle';

export const contracts: readonly Contract[] = [
  robotContract,
  simulatorContract,
  worldContract,
  cameraContract,
  simulatorCameraContract,
  inferenceContract,
  plannerContract,
  recorderContract,
  trainingContract,
  exporterContract,
  endpointContract,
  videoEncoderContract,
];

/** Something that fits a schema, made from its JSON Schema: plain values, short lists, every other option left out. */
export function fitting(schema: z.ZodType, random: Random): unknown {
  const json =
    jsonOf.get(schema) ?? (z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as JsonSchema);
  jsonOf.set(schema, json);
  return fromJson(json, random);
}
const jsonOf = new WeakMap<z.ZodType, JsonSchema>();

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

function fromJson(schema: JsonSchema, random: Random): unknown {
  const one = schema.anyOf ?? schema.oneOf;
  if (one) return fromJson(random.pick(one), random);
  if ('const' in schema) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  if (schema.prefixItems) return schema.prefixItems.map((item) => fromJson(item, random));
  switch (schema.type) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {});
      const kept = entries.filter(([key]) => schema.required?.includes(key) || random.next() < 0.5);
      // What an address is no JSON Schema tells.
      const made = (key: string, value: JsonSchema) =>
        key === 'url' ? 'http://localhost:8000/v1' : fromJson(value, random);
      return Object.fromEntries(kept.map(([key, value]) => [key, made(key, value)]));
    }
    case 'array': {
      const length = (schema.minItems ?? 0) + random.integer(0, 2);
      return Array.from({ length }, () => fromJson(schema.items ?? {}, random));
    }
    case 'string':
      if (schema.pattern?.includes('[0-9a-f]{64}')) return 'a'.repeat(64);
      if (schema.pattern) return '/topic';
      return 'x'.repeat(Math.max(schema.minLength ?? 0, random.integer(1, 12)));
    case 'integer':
      return Math.max(schema.minimum ?? 0, random.integer(0, 5));
    case 'number':
      return Math.max(schema.minimum ?? schema.exclusiveMinimum ?? -1, random.uniform(0.1, 1));
    case 'boolean':
      return random.next() < 0.5;
    case 'null':
      return null;
    default:
      return new Uint8Array(random.integer(0, 8));
  }
}

const { hasOwn } = Object;

/** All messages that one side of a contract may be sent, well-formed. */
function* wellFormed(contract: Contract, to: 'server' | 'client', random: Random): Generator<unknown> {
  let id = 0;
  if (to === 'server') {
    for (const [n, { params }] of Object.entries(contract.requests)) {
      yield { t: 'q', id: ++id, n, p: fitting(params, random) };
    }
    for (const [n, schema] of Object.entries(contract.notices))
      yield { t: 'n', n, p: fitting(schema, random) };
  } else {
    for (const [n, { result }] of Object.entries(contract.requests)) {
      yield { t: 'r', id: ++id, p: fitting(result, random) };
      yield { t: 'x', id, code: 'failed', m: n };
    }
    for (const [n, schema] of Object.entries(contract.events))
      yield { t: 'e', n, p: fitting(schema, random) };
  }
}

/** Messages for one side of a contract, mangled or not, without end and the same for the same seed. */
export function* fuzzOf(contract: Contract, to: 'server' | 'client', seed: number): Generator<unknown> {
  const random = createRandom(seed, 8);
  for (;;) {
    for (const message of wellFormed(contract, to, random)) {
      const way = random.next();
      if (way < 0.1) yield message;
      else if (way < 0.85) yield corrupted(random, message);
      else yield truncated(random, message);
    }
  }
}

export interface BorderCount {
  readonly border: string;
  messages: number;
  /** Passed on because they fit, refused with an answer or a report, left without a word (no request was named). */
  passed: number;
  refused: number;
}

/** A port whose other end is the fuzzer: what the border posts is looked at, what it takes is given at once. */
function hotPort() {
  let give: (message: unknown) => void = () => undefined;
  const posted: unknown[] = [];
  const port: Port = {
    post: (message) => posted.push(structuredClone(message)),
    onMessage(handler) {
      give = handler;
    },
    onClose: () => undefined,
    close: () => undefined,
  };
  return { port, posted, give: (message: unknown) => give(message) };
}

/**
 * Fuzzes both sides of a contract as they stand in every process: `serve` with handlers that check that what
 * reaches them fits, `connect` with listeners that do. Throws on a crash, and on anything passed that does not fit.
 */
export async function fuzzContract(
  contract: Contract,
  messages: number,
  seed: number,
): Promise<BorderCount[]> {
  const counts: BorderCount[] = [];
  for (const to of ['server', 'client'] as const) {
    const count = { border: `${contract.name} (${to})`, messages: 0, passed: 0, refused: 0 };
    counts.push(count);
    const { port, posted, give } = hotPort();
    const taken = (schema: z.ZodType | undefined, value: unknown) => {
      if (!schema?.safeParse(value).success) throw new Error(`${count.border} passed on what does not fit`);
      count.passed++;
    };
    const refused = () => {
      count.refused++;
    };
    let again: () => void = () => undefined;
    if (to === 'server') {
      const handlers = Object.fromEntries([
        ...Object.entries(contract.requests).map(([name, { params, result }]) => [
          name,
          (value: unknown) => {
            taken(params, value);
            return fitting(result, createRandom(1));
          },
        ]),
        ...Object.entries(contract.notices).map(([name, schema]) => [
          name,
          (value: unknown) => taken(schema, value),
        ]),
      ]);
      serve(port, contract, handlers as never, refused);
    } else {
      // Requests are open while the answers come, numbered from 1 as the fuzzer numbers its answers.
      again = () => {
        const client = connect(port, contract, refused);
        for (const [name, schema] of Object.entries(contract.events)) {
          client.on(name, (value: unknown) => taken(schema, value));
        }
        for (const [name, { result }] of Object.entries(contract.requests)) {
          client.request(name, {} as never).then(
            (value) => taken(result, value),
            () => undefined,
          );
        }
      };
    }
    for (const message of fuzzOf(contract, to, seed)) {
      if (count.messages >= messages) break;
      if (count.messages % 50 === 0) {
        again();
        await new Promise((resolve) => setImmediate(resolve));
        posted.length = 0;
      }
      count.messages++;
      give(message);
    }
    await new Promise((resolve) => setImmediate(resolve));
    if (posted.some((answer) => typeof answer !== 'object' || answer === null || !hasOwn(answer, 't'))) {
      throw new Error(`${count.border} answered something that is no message`);
    }
  }
  return counts;
}
