export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Placed extends Size {
  readonly left: number;
  readonly top: number;
}

/** The largest box of the picture's proportions that fits the room, in its middle (CSS pixels). */
export function fitBox(picture: Size, room: Size): Placed {
  if (picture.width <= 0 || picture.height <= 0) return { left: 0, top: 0, width: 0, height: 0 };
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  const width = Math.floor(picture.width * scale);
  const height = Math.floor(picture.height * scale);
  return {
    width,
    height,
    left: Math.floor((room.width - width) / 2),
    top: Math.floor((room.height - height) / 2),
  };
}
