"use strict";
// Who links A and B: every shortest path through what the filters leave, with the sentences on it.
const MANY = 12; // paths listed
const shortest = (from, to, viaPlaces) => {
  const before = new Map([[from.id, []]]), depth = new Map([[from.id, 0]]);
  let ring = [from];
  while (ring.length && !depth.has(to.id)) {
    const next = [];
    for (const node of ring) {
      if (!viaPlaces && node !== from && node.group === "Place") continue;
      for (const edge of node.edges) {
        const other = otherEnd(edge, node);
        if (!edge.shown.length || other === node) continue;
        if (!depth.has(other.id)) { depth.set(other.id, depth.get(node.id) + 1); before.set(other.id, []); next.push(other); }
        if (depth.get(other.id) === depth.get(node.id) + 1) before.get(other.id).push([node, edge]);
      }
    }
    ring = next;
  }
  const found = [];
  const trace = (node, steps) => {
    if (found.length >= MANY) return;
    if (node === from) { found.push(steps); return; }
    before.get(node.id).forEach(([earlier, edge]) => trace(earlier, [{ from: earlier, edge, to: node }, ...steps]));
  };
  if (depth.has(to.id) && from !== to) trace(to, []);
  return found.sort((x, y) => weightOf(y) - weightOf(x));
};
// Of paths of one length the better attested first, and those that do not run through a hub
const weightOf = steps => steps.reduce((sum, { edge, to }) => sum + strength(edge) - Math.log2(1 + to.edges.length), 0);
const openPath = key => change({ ...NOTHING, links: true, a: key });
const found = (places = state.places) => byKey.has(state.a) && byKey.has(state.b) ? shortest(byKey.get(state.a), byKey.get(state.b), places) : [];
const chooser = (which, key) => {
  const input = element("input", { type: "search", id: `pick-${which}`, role: "combobox", "aria-expanded": "false", "aria-controls": `pick-${which}-hits`, "aria-autocomplete": "list", autocomplete: "off", placeholder: say("find"), value: byKey.get(key)?.label || "" });
  const list = element("ul", { id: `pick-${which}-hits`, role: "listbox", className: "hits", hidden: true, "aria-label": say(which) });
  comboBox(input, list, node => change({ [which]: node.key }));
  return element("div", { className: "chooser" }, element("label", { for: input.id }, say(which)), element("div", { className: "combo" }, input, list));
};
const showPath = paths => {
  const steps = paths.map((path, n) => element("details", { className: "route", open: n === 0 },
    element("summary", {}, [path[0].from, ...path.map(step => step.to)].map(node => node.label).join(" → ")),
    ...path.flatMap(({ edge }) => edge.shown.map(fact => factRow(fact, -1)))));
  const ready = state.a && state.b;
  fillPanel(element("h2", {}, say("path")), chooser("a", state.a), chooser("b", state.b),
    element("div", { className: "tools" }, button(say("swap"), () => change({ a: state.b, b: state.a })),
      element("label", { className: "option" }, element("input", { type: "checkbox", id: "places", checked: state.places, onchange: () => change({ places: !state.places }) }), say("viaPlaces")),
      button(say("copy"), copyLink)),
    element("p", { className: "dim", id: "path-count" }, !ready ? say("pathPick") : paths.length ? say("paths", paths.length, paths[0].length) : say(state.places || !found(true).length ? "noPath" : "onlyPlaces")), ...steps);
  if (!ready) $(state.a ? "pick-b" : "pick-a").focus();
};
