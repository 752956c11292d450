"use strict";
// Every text goes on the page as a text node: what an article wrote is never markup.
const $ = id => document.getElementById(id);
const element = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "className" || name === "value" || name === "checked" || name === "hidden" || name === "title") made[name] = value;
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return made;
};
const button = (text, onclick, attributes) => element("button", { type: "button", onclick, ...attributes }, text);
// Outlines of the shapes that vis-network draws, in a box of 20
const OUTLINES = {
  dot: "M10 2a8 8 0 1 0 .01 0z", square: "M3 3h14v14H3z", diamond: "M10 1l9 9-9 9-9-9z", triangle: "M10 2l9 16H1z",
  triangleDown: "M10 18L1 2h18z", hexagon: "M5 2h10l5 8-5 8H5l-5-8z", star: "M10 1l2.7 6 6.5.7-4.9 4.3 1.4 6.5L10 15.2l-5.7 3.3 1.4-6.5L.8 7.7 7.3 7z",
};
const SVG = "http://www.w3.org/2000/svg";
const drawing = (tag, attributes, ...children) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
const glyph = kind => {
  const { colour, shape } = classOf.get(kind);
  return drawing("svg", { class: "glyph", viewBox: "0 0 20 20", "aria-hidden": "true" }, drawing("path", { d: OUTLINES[shape], fill: colour }));
};
const link = (node, text) => button(text || node.label, () => pick(node), { className: "link", "data-key": node.key, title: classOf.get(node.group).words[tongue] });
const chip = (text, kind) => element("span", { className: `chip ${kind || ""}` }, text);
const announce = text => { $("announcer").textContent = text; };
// Said to a screen reader and shown for a moment
let fading = 0;
const notify = text => {
  announce(text);
  $("announcer").classList.add("show");
  clearTimeout(fading);
  fading = setTimeout(() => $("announcer").classList.remove("show"), 1800);
};
const download = (name, kind, content) => {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: `${kind};charset=utf-8` }));
  const anchor = element("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
};
