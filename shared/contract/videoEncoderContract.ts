import { z } from 'zod';
import type { Contract } from './channel';
import { bytesSchema, emptySchema, idSchema } from './common';

export const videoCodecSchema = z.enum(['avc', 'av1', 'vp9']);
export type VideoCodecName = z.infer<typeof videoCodecSchema>;

/** Spoken by a hidden page, because only pages have a video encoder. It lives while an export needs it. */
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
  },
  notices: {},
  events: {},
} as const satisfies Contract;
