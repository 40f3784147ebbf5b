import { z } from 'zod';

/** What a rosbridge (protocol v2) says, as far as the console listens to it. Every message is read by this. */
const id = z.string().max(200);
const name = z.string().max(255);
const values = z.record(z.string(), z.unknown());

export const bridgeMessageSchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('publish'),
    topic: name,
    /** compression "cbor-raw": the serialized message (CDR). */
    msg: z.object({ bytes: z.instanceof(Uint8Array<ArrayBuffer>) }),
  }),
  z.object({
    op: z.literal('service_response'),
    id: id.optional(),
    result: z.boolean(),
    /** Words where it failed. */
    values: z.union([values, z.string(), z.null()]).optional(),
  }),
  z.object({ op: z.literal('action_feedback'), id, action: name, values }),
  z.object({
    op: z.literal('action_result'),
    id,
    action: name,
    /** action_msgs/GoalStatus */
    status: z.number().int().optional(),
    result: z.boolean(),
    values: z.union([values, z.string(), z.null()]).optional(),
  }),
  z.object({
    op: z.literal('status'),
    id: id.nullish(),
    level: z.string().max(20),
    msg: z.string().max(10_000),
  }),
]);
export type BridgeMessage = z.infer<typeof bridgeMessageSchema>;
