"use strict";
// Labels at one size on the screen at every zoom: the strongest first, each only where it covers no other.
const FACE = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif';
const MOST = 260; // labels at once
const LONG = 16; // characters of a label
const CELL = 48; // of the grid that tells what is taken
const widths = new Map();
const widthOf = (pen, text, font) => {
  const key = font + text;
  if (!widths.has(key)) { pen.font = font; widths.set(key, pen.measureText(text).width); }
  return widths.get(key);
};
const short = text => text.length > LONG ? text.slice(0, LONG - 1) + "…" : text;
const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

class Room {
  constructor() { this.cells = new Map(); }
  *around(box) {
    for (let x = Math.floor(box.x / CELL); x <= Math.floor((box.x + box.w) / CELL); x++)
      for (let y = Math.floor(box.y / CELL); y <= Math.floor((box.y + box.h) / CELL); y++) yield x * 100003 + y;
  }
  free(box, owner) {
    for (const cell of this.around(box)) for (const other of this.cells.get(cell) || []) if (other.owner !== owner && overlap(box, other)) return false;
    return true;
  }
  take(box) {
    for (const cell of this.around(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }
}

// spots: {owner, x, y, radius, text, strong}, the most important first. Gives the boxes of those that found room.
const arrange = (pen, spots, width, height) => {
  const room = new Room(), placed = [];
  const set = spot => {
    const points = spot.strong ? 15 : spot.radius > 7 ? 13 : 12, font = `${spot.strong ? "600 " : ""}${points}px ${FACE}`, text = short(spot.text);
    const w = widthOf(pen, text, font) + 4, h = points + 5, off = spot.radius + 3;
    for (const [dx, dy] of [[-w / 2, off], [off + 1, -h / 2], [-w / 2, -off - h], [-off - 1 - w, -h / 2]]) {
      const box = { owner: spot.owner, x: spot.x + dx, y: spot.y + dy, w, h, text, font };
      const inside = box.x > 0 && box.x + box.w < width && box.y > 0 && box.y + box.h < height;
      if (inside && room.free(box, spot.owner)) { room.take(box); placed.push(box); return; }
    }
  };
  const dots = spots.filter(spot => spot.radius > 3).map(({ owner, x, y, radius }) => ({ owner, x: x - radius, y: y - radius, w: 2 * radius, h: 2 * radius }));
  spots.filter(spot => spot.strong).forEach(set); // may cover a small dot, never another label
  dots.forEach(dot => room.take(dot));
  for (const spot of spots) if (!spot.strong && placed.length < MOST) set(spot);
  return { placed, room };
};
// Words along the lines that are lit, where they cover nothing
const alongLines = (pen, room, lines) => lines.flatMap(({ x, y, text }) => {
  const font = `11px ${FACE}`, w = widthOf(pen, text, font) + 6;
  const box = { owner: -1, x: x - w / 2, y: y - 8, w, h: 16, text, font, line: true };
  if (!room.free(box, null)) return [];
  room.take(box);
  return [box];
});
const drawLabels = (pen, boxes, colours) => {
  pen.textBaseline = "middle";
  pen.textAlign = "center";
  pen.lineJoin = "round";
  for (const box of boxes) {
    pen.font = box.font;
    pen.lineWidth = 4;
    pen.strokeStyle = colours.paper;
    pen.strokeText(box.text, box.x + box.w / 2, box.y + box.h / 2);
    pen.fillStyle = box.line ? colours.dim : colours.ink;
    pen.fillText(box.text, box.x + box.w / 2, box.y + box.h / 2);
  }
};

// The outline of a community: the convex hull of its nodes, drawn with a broad round brush
const hull = points => {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = list => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1) {
        const [a, b] = chain.slice(-2);
        if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break;
        chain.pop();
      }
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
};
