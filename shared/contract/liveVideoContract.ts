import { z } from 'zod';
import type { Contract } from './channel';
import { bytesSchema, emptySchema } from './common';

/** In the order of preference: what most other programs read first. */
export const liveVideoFormats = ['h264', 'av1', 'vp9'] as const;
const formatSchema = z.enum(liveVideoFormats);
export type LiveVideoFormat = z.infer<typeof formatSchema>;

/** A camera; the one that is shown has the empty name. */
const streamSchema = z.string().max(80);
const side = z.number().int().min(1).max(16_384);

/**
 * Spoken by a hidden page that encodes the recorder's pictures while they come. Packets are given back in the order of
 * the pictures, one each, none that looks ahead. A picture that cannot be encoded is never silently gone: it
 * gets no packet, and the recorder still has it.
 */
export const liveVideoContract = {
  name: 'liveVideo',
  requests: {
    /** What this machine encodes as fast as it comes; null: nothing. */
    getFormat: { params: emptySchema, result: z.object({ format: formatSchema.nullable() }) },
    /** Answers when the packets of all pictures so far have been given back; the next picture begins anew. */
    endStream: { params: z.object({ stream: streamSchema }), result: emptySchema },
  },
  notices: {
    picture: z.object({
      stream: streamSchema,
      seq: z.number().int().nonnegative(),
      /** Decoding must be able to begin with it. */
      key: z.boolean(),
      /** Rising. */
      timeUs: z.number().int().nonnegative(),
      picture: z.union([
        z.object({ jpeg: bytesSchema }),
        /** width * height * 3, top row first. */
        z.object({ width: side, height: side, rgb: bytesSchema }),
      ]),
    }),
  },
  events: {
    packet: z.object({
      stream: streamSchema,
      seq: z.number().int().nonnegative(),
      format: formatSchema,
      key: z.boolean(),
      data: bytesSchema,
    }),
    /** This stream is not encoded, and why, in words. */
    failed: z.object({ stream: streamSchema, why: z.string().max(500) }),
  },
} as const satisfies Contract;
