import { recordKindSchema, recordSchema } from '../../../shared/contract/recorderContract';
import { chainRule } from './hashChain';

const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' };

/** JSON Schema of the text of a message on /r1/records; it travels in every file, as metadata of that channel. */
export const recordJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'r1.Record',
  description: `One link of the episode's hash chain. ${chainRule}`,
  type: 'object',
  properties: {
    index: { type: 'integer', minimum: 0, description: 'Place in the chain, from 0 without gaps.' },
    kind: {
      type: 'string',
      enum: recordKindSchema.options,
      description: 'What the record says: one of the nouns of the loop, or what went wrong.',
    },
    source: {
      type: 'string',
      enum: recordSchema.shape.source.options,
      description: 'The process that says so.',
    },
    stampSec: { type: 'number', description: "Seconds of the robot's clock (ROS time)." },
    json: {
      type: 'string',
      description:
        'The noun itself as JSON text, exactly as it was said. For a plan this is the exact text whose SHA-256 an approval names.',
    },
    previousHash: { ...hash, description: 'The hash before; for index 0 the SHA-256 of the episode id.' },
    hash: { ...hash, description: 'This link, by the rule above.' },
  },
  required: ['index', 'kind', 'source', 'stampSec', 'json', 'previousHash', 'hash'],
  additionalProperties: false,
} as const;
