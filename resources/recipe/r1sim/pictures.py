"""
Pixels in, patches out, as Hugging Face's Qwen2VLImageProcessor does it: PIL's bicubic resize of the uint8 RGB
picture, float32 normalisation, patches in merge order with the frame given twice.
"""

import math

import numpy as np
from PIL import Image

PATCH, MERGE, TEMPORAL = 14, 2, 2
FACTOR = PATCH * MERGE
MIN_PIXELS = 4 * FACTOR * FACTOR
MAX_PIXELS = 86016
"""640 x 480 becomes 336 x 252: 24 x 18 patches, 12 x 9 tokens."""
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], dtype=np.float32)
STD = np.array([0.26862954, 0.26130258, 0.27577711], dtype=np.float32)
RESCALE = 1 / 255


def smart_resize(height: int, width: int, min_pixels: int = MIN_PIXELS, max_pixels: int = MAX_PIXELS) -> tuple[int, int]:
    """Height and width, both multiples of 28, with about the same shape and a number of pixels within the limits."""
    high, wide = round(height / FACTOR) * FACTOR, round(width / FACTOR) * FACTOR
    if high * wide > max_pixels:
        beta = math.sqrt(height * width / max_pixels)
        high = max(FACTOR, math.floor(height / beta / FACTOR) * FACTOR)
        wide = max(FACTOR, math.floor(width / beta / FACTOR) * FACTOR)
    elif high * wide < min_pixels:
        beta = math.sqrt(min_pixels / (height * width))
        high = math.ceil(height * beta / FACTOR) * FACTOR
        wide = math.ceil(width * beta / FACTOR) * FACTOR
    return high, wide


def resized(picture: Image.Image) -> np.ndarray:
    """uint8 [height, width, 3] at the size the model sees."""
    height, width = smart_resize(picture.height, picture.width)
    return np.asarray(picture.convert("RGB").resize((width, height), Image.Resampling.BICUBIC))


VALUES = ((np.arange(256, dtype=np.float64) * RESCALE).astype(np.float32)[:, None] - MEAN) / STD
"""What each of the 256 values of a channel becomes, [256, 3]; rounded to float32 after each step."""


def normalised(pixels: np.ndarray) -> np.ndarray:
    """uint8 [..., 3] -> float32: rescale, minus mean, over standard deviation."""
    return np.stack([VALUES[pixels[..., channel], channel] for channel in range(3)], axis=-1)


def patches(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Normalised [height, width, 3] -> pixel_values [patches, 1176] and image_grid_thw [1, 3]."""
    rows, columns = pixels.shape[0] // PATCH, pixels.shape[1] // PATCH
    x = pixels.reshape(rows // MERGE, MERGE, PATCH, columns // MERGE, MERGE, PATCH, 3)
    x = x.transpose(0, 3, 1, 4, 6, 2, 5)[..., None, :, :]
    x = np.broadcast_to(x, (*x.shape[:5], TEMPORAL, PATCH, PATCH))
    return x.reshape(rows * columns, -1).astype(np.float32), np.array([[1, rows, columns]], dtype=np.int64)
