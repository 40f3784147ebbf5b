const scale = 2;

/**
 * The charts, texts and keys within an element as PNG, at twice the size of the screen. Texts are those with
 * `data-picture-text`, coloured boxes those with `data-picture-box`; frames are not drawn.
 */
export async function pictureOf(element: HTMLElement, background: string): Promise<Uint8Array> {
  const frame = element.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(element.clientWidth * scale);
  canvas.height = Math.ceil(element.scrollHeight * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The picture could not be drawn.');
  context.scale(scale, scale);
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const place = (of: Element) => {
    const { left, top, width, height } = of.getBoundingClientRect();
    return { x: left - frame.left, y: top - frame.top + element.scrollTop, width, height };
  };
  for (const svg of element.querySelectorAll<SVGSVGElement>('svg.recharts-surface')) {
    const { x, y, width, height } = place(svg);
    context.drawImage(await imageOf(svg, width, height), x, y, width, height);
  }
  for (const box of element.querySelectorAll<HTMLElement>('[data-picture-box]')) {
    const { x, y, width, height } = place(box);
    context.fillStyle = getComputedStyle(box).backgroundColor;
    context.fillRect(x, y, width, height);
  }
  for (const text of element.querySelectorAll<HTMLElement>('[data-picture-text]')) {
    const { x, y, width, height } = place(text);
    const { color, fontSize, fontWeight, fontFamily, textAlign, paddingLeft, paddingRight } =
      getComputedStyle(text);
    context.fillStyle = color;
    context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    context.textBaseline = 'middle';
    const right = textAlign === 'right' || textAlign === 'end';
    context.textAlign = right ? 'right' : 'left';
    const inset = Number.parseFloat(right ? paddingRight : paddingLeft) || 0;
    context.fillText(text.innerText, right ? x + width - inset : x + inset, y + height / 2, width);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture could not be encoded.');
  return new Uint8Array(await blob.arrayBuffer());
}

async function imageOf(svg: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const clone = svg.cloneNode(true) as SVGSVGElement;
  clone.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  clone.setAttribute('width', String(width));
  clone.setAttribute('height', String(height));
  clone.style.fontFamily = getComputedStyle(svg).fontFamily;
  const url = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(clone)], { type: 'image/svg+xml' }),
  );
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}
