import { z } from 'zod';
import type { Contract } from './channel';
import { bytesSchema, emptySchema, idSchema } from './common';

export const videoCodecSchema = z.enum(['avc', 'av1', 'vp9']);
export type VideoCodecName = z.infer<typeof videoCodecSchema>;

/** One packet of a video track, as WebCodecs takes it. */
const packetSchema = z.object({
  type: z.enum(['key', 'delta']),
  timestampUs: z.number().int(),
  data: bytesSchema,
});
export type VideoPacket = z.infer<typeof packetSchema>;

const picturesSchema = z.object({
  pictures: z.array(z.object({ timestampUs: z.number().int(), jpeg: bytesSchema })),
});

/** Spoken by a hidden page, because only pages have video codecs. It lives while an export or import needs it. */
export const videoEncoderContract = {
  name: 'videoEncoder',
  requests: {
    /** Fails in words where none of the codecs is offered for this size. Width and height are even. */
    begin: {
      params: z.object({
        width: z.number().int().positive().max(8192),
        height: z.number().int().positive().max(8192),
        fps: z.number().int().positive().max(240),
      }),
      result: z.object({ encodingId: idSchema, codec: videoCodecSchema }),
    },
    /** The next frame: width * height * 4 bytes, top row first. Answers when it has been taken up. */
    addFrame: { params: z.object({ encodingId: idSchema, rgba: bytesSchema }), result: emptySchema },
    /** All of it as MP4. */
    finish: {
      params: z.object({ encodingId: idSchema }),
      result: z.object({ mp4: bytesSchema, frames: z.number().int() }),
    },
    abandon: { params: z.object({ encodingId: idSchema }), result: emptySchema },
    /** Fails in words where this machine does not decode that codec. */
    beginDecoding: {
      params: z.object({
        codec: z.string().max(200),
        /** Null where the packets themselves tell. */
        codedWidth: z.number().int().positive().max(8192).nullable(),
        codedHeight: z.number().int().positive().max(8192).nullable(),
        description: bytesSchema.nullable(),
      }),
      result: z.object({ decodingId: idSchema }),
    },
    /** The next packets, in decoding order. Answers with the pictures that are ready by then. */
    decode: {
      params: z.object({ decodingId: idSchema, packets: z.array(packetSchema).max(1000) }),
      result: picturesSchema,
    },
    /** The pictures that are still to come; the decoding is over then, also when this fails. */
    endDecoding: { params: z.object({ decodingId: idSchema }), result: picturesSchema },
  },
  notices: {},
  events: {},
} as const satisfies Contract;
