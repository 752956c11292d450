"use strict";
// Names by what one types: characters, parts of a name, pinyin in full or its initials, in order and mixed.
const readingsOf = character => page.pinyin[character]?.split(" ") || [character];
const forms = N.map(node => [node.label, ...node.aliases.map(([name]) => name)].map(name => name.toLowerCase()));
let spelled = null; // per name, its characters' readings: made when first asked for
const spellings = () => spelled ||= forms.map(names => names.map(name => Array.from(name).filter(c => c.trim()).map(readingsOf)));

// Whether the letters from `at` spell the characters from `i` on: each in full, by its initial, or cut short at the end
const spells = (letters, at, characters, i) => {
  if (at === letters.length) return true;
  if (i === characters.length) return false;
  for (const sound of characters[i]) {
    if (letters.startsWith(sound, at) && spells(letters, at + sound.length, characters, i + 1)) return true;
    if (letters.length - at < sound.length && sound.startsWith(letters.slice(at))) return true;
  }
  return characters[i].some(sound => sound[0] === letters[at] && sound.length > 1) && spells(letters, at + 1, characters, i + 1);
};
const inOrder = (letters, matches, length) => {
  let at = 0;
  for (let i = 0; i < length && at < letters.length; i++) if (matches(letters[at], i)) at++;
  return at === letters.length;
};
// 0 is best; null is no match
const gradeText = (text, name) => {
  if (name === text) return 0;
  if (name.startsWith(text)) return 1;
  if (name.includes(text)) return 2;
  return text.length > 1 && inOrder(text, (c, i) => name[i] === c, name.length) ? 6 : null;
};
const gradeLetters = (letters, characters) => {
  if (spells(letters, 0, characters, 0)) return 3;
  for (let i = 1; i < characters.length; i++) if (spells(letters, 0, characters, i)) return 4;
  return letters.length > 2 && inOrder(letters, (c, i) => characters[i].some(sound => sound[0] === c), characters.length) ? 7 : null;
};
const search = (typed, limit = 30) => {
  const text = typed.trim().toLowerCase(), letters = text.replace(/[\s']/g, "");
  if (!text) return [];
  const latin = /^[a-z]+$/.test(letters), found = [];
  for (const node of N) {
    if (!nodeAllowed(node)) continue;
    let best = null, by = 0;
    forms[node.id].forEach((name, n) => {
      const grades = [gradeText(text, name), latin ? gradeLetters(letters, spellings()[node.id][n]) : null];
      for (const grade of grades) if (grade !== null && (best === null || grade < best)) [best, by] = [grade, n];
    });
    if (best !== null) found.push({ node, grade: best + (by ? 0.5 : 0), by });
  }
  found.sort((x, y) => x.grade - y.grade || x.node.rank - y.node.rank);
  return Object.assign(found.slice(0, limit), { total: found.length });
};

// A box with a list of hits: an ARIA combobox. `chosen` gets the node.
const comboBox = (input, list, chosen) => {
  let hits = [], active = -1, closing = 0;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); active = -1; };
  const choose = hit => { close(); input.value = hit.node.label; chosen(hit.node); };
  const move = to => {
    if (!hits.length) return;
    list.children[active]?.setAttribute("aria-selected", "false");
    active = (to + hits.length) % hits.length;
    const row = list.children[active];
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", row.id);
  };
  const rowOf = (hit, n) => element("li", { id: `${list.id}-${n}`, role: "option", "aria-selected": "false", onmousedown: event => { event.preventDefault(); choose(hit); } },
    glyph(hit.node.group), element("span", { className: "hit" }, hit.node.label, hit.by ? element("small", {}, ` ${hit.node.aliases[hit.by - 1][0]}`) : null), element("small", {}, classOf.get(hit.node.group).words[tongue]));
  const refresh = () => {
    clearTimeout(closing);
    hits = search(input.value);
    active = -1;
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(...hits.map(rowOf), ...(hits.length ? [] : [element("li", { className: "hint" }, say("nothing"))]));
    if (!list.hidden) announce(hits.length ? say("hits", hits.total) : say("nothing"));
  };
  input.addEventListener("input", refresh);
  input.addEventListener("blur", () => { closing = setTimeout(close, 100); });
  input.addEventListener("keydown", event => {
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1 };
    if (event.key in steps && hits.length) { event.preventDefault(); move(event.key === "ArrowUp" && active < 0 ? hits.length - 1 : steps[event.key]); }
    if (event.key === "Enter" && hits.length && !list.hidden) { event.preventDefault(); choose(hits[Math.max(active, 0)]); }
    if (event.key === "Escape") { event.stopPropagation(); if (list.hidden) input.blur(); close(); }
  });
};
