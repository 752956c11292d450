"use strict";
// What one takes away: a link, a picture, the rows and the query of the selection.
const selection = () => { // the facts one looks at
  const shown = seen.edges.flatMap(edge => edge.shown), values = seen.edges.length || seen.nodes.size ? facts.filter(fact => fact.o === null && seen.nodes.has(fact.s) && factOk(fact)) : [];
  if (state.node) { const id = byKey.get(state.node).id; return [...shown, ...values].filter(fact => fact.s === id || fact.o === id); }
  if (state.edge) return (E[state.edge]?.shown || []);
  if (state.a && state.b) return [...new Set(found().flatMap(path => path.flatMap(step => step.edge.shown)))];
  if (state.group) { const inside = new Set((communities.get(state.group) || []).map(node => node.id)); return [...shown, ...values].filter(fact => inside.has(fact.s) && (fact.o === null || inside.has(fact.o))); }
  return [...shown, ...values];
};
const selectionName = () => state.node ? byKey.get(state.node).label : state.edge ? `${N[E[state.edge].from].label} — ${N[E[state.edge].to].label}`
  : state.a && state.b ? `${byKey.get(state.a)?.label} → ${byKey.get(state.b)?.label}` : say("whole");
const COLUMNS = ["subject", "subject_label", "predicate", "object", "object_label", "role", "status", "valid_from", "valid_until", "confidence", "date", "headline", "source", "start", "end", "quote", "rule"];
const rowsOf = own => own.flatMap(fact => fact.at.filter(at => articleOk[at[0]]).map(at => rowOf(fact, at)));
const rowOf = (fact, at) => {
  const [number, start, end, pageStart, pageEnd, rule] = at, article = articles[number];
  return [N[fact.s].key, N[fact.s].label, fact.p, fact.o === null ? "" : N[fact.o].key, fact.o === null ? fact.text : N[fact.o].label, fact.role || "", fact.status || "current", fact.from || "", fact.until || "",
    fact.sure.toFixed(2), article.date, article.headline, article.source, pageStart, pageEnd, start < 0 ? at[AT.exact] : cut(number, start, end), page.rules[rule]];
};
// What begins like a formula is text to a spreadsheet after an apostrophe
const cell = value => { const text = String(value), safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text; return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe; };
const csv = () => "\ufeff" + [COLUMNS, ...rowsOf(selection())].map(row => row.map(cell).join(",")).join("\r\n") + "\r\n";
const asJson = () => {
  const own = selection(), nodes = [...new Set(own.flatMap(fact => [fact.s, fact.o]).filter(id => id !== null))].sort((a, b) => a - b);
  return JSON.stringify({ selection: selectionName(), link: location.hash, entities: nodes.map(id => ({ id: N[id].key, iri: iriOf(N[id]), type: N[id].group, label: N[id].label, aliases: N[id].aliases.map(([name]) => name) })),
    statements: own.map(fact => ({ subject: N[fact.s].key, predicate: fact.p, object: fact.o === null ? { value: fact.text, number: fact.number, unit: fact.unit } : N[fact.o].key, role: fact.role, status: fact.status || "current",
      valid_from: fact.from, valid_until: fact.until, confidence: fact.sure, evidence: evidenceOf(fact) })) }, null, 1);
};
const evidenceOf = fact => fact.at.map(at => {
  const [,,,,,,,,,, date,, source, start, end, exact, rule] = rowOf(fact, at);
  return { article: articles[at[0]].id, source, date, start, end, exact, rule };
});

// The query that gives the selection from graph.ttl: memberships and statements alike
const term = node => `<${iriOf(node)}>`;
const list = (items, map) => [...items].map(map).join(", ");
const literal = text => `"${text.replace(/[\\"\n\r]/g, c => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" })[c])}"`;
const scope = () => {
  if (state.node) return [`VALUES ?one { ${term(byKey.get(state.node))} } FILTER (?subject = ?one || ?object = ?one)`];
  const pairs = state.edge || (state.a && state.b) ? [...new Set(selection().flatMap(fact => [`(${term(N[fact.s])} ${term(N[fact.o])})`]))] : [];
  if (pairs.length) return [`VALUES (?subject ?object) { ${pairs.join(" ")} }`];
  if (!state.steps && !state.group) return state.hidden.size ? [`FILTER (?subject NOT IN (${list(state.hidden, key => term(byKey.get(key)))}) && ?object NOT IN (${list(state.hidden, key => term(byKey.get(key)))}))`] : [];
  const inside = state.group ? (communities.get(state.group) || []).map(node => node.id) : [...seen.nodes];
  const values = new Set(facts.filter(fact => fact.o === null).map(fact => fact.p)), iris = list(inside, id => term(N[id]));
  return [`FILTER (?subject IN (${iris}))`, `FILTER (?object IN (${iris})${values.size ? ` || ?relation IN (${list(values, name => `kg:${name}`)})` : ""})`];
};
const sparql = () => {
  const off = new Set(state.relations);
  if (!state.events) predicateOf.forEach(({ name, event }) => { if (event) off.add(name); });
  const dates = [state.from && `STR(?date) >= ${literal(state.from)}`, state.until && `SUBSTR(STR(?date), 1, ${state.until.length}) <= ${literal(state.until)}`].filter(Boolean);
  const filters = [...scope(), off.size && `FILTER (?relation NOT IN (${list(off, name => `kg:${name}`)}))`, state.sources.size && `FILTER (?source NOT IN (${list(state.sources, literal)}))`, dates.length && `FILTER (${dates.join(" && ")})`,
    ...[...state.types].flatMap(kind => [`FILTER NOT EXISTS { ?subject a kg:${kind} }`, `FILTER NOT EXISTS { ?object a kg:${kind} }`])].filter(Boolean);
  return `PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://kg.example/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT DISTINCT ?fact ?subject ?relation ?object ?role ?date ?source ?start ?end ?quote
WHERE {
  { ?fact a rdf:Statement ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object . OPTIONAL { ?fact kg:role ?role } }
  UNION
  { ?fact a org:Membership ; org:member ?subject ; org:organization ?object ; org:role/skos:prefLabel ?role . BIND (kg:holdsPost AS ?relation) }
  ?fact kg:evidence ?evidence .
  ?evidence oa:exact ?quote ; oa:start ?start ; oa:end ?end ; prov:wasQuotedFrom ?article .
  ?article dcterms:source ?source .
  OPTIONAL { ?article schema:datePublished ?date }
${filters.map(line => `  ${line}\n`).join("")}}
ORDER BY ?source ?start ?relation`;
};

// Pictures of what is in view
const png = () => {
  const from = network.canvas.frame.canvas, to = element("canvas", { width: from.width, height: from.height }), pen = to.getContext("2d");
  pen.fillStyle = view.colours.paper;
  pen.fillRect(0, 0, to.width, to.height);
  pen.drawImage(from, 0, 0);
  to.toBlob(blob => download("graph.png", "image/png", blob), "image/png");
};
const svg = () => {
  const width = container.clientWidth, height = container.clientHeight, scale = network.body.view.scale, c = view.colours, text = [];
  const root = drawing("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` }, drawing("rect", { width, height, fill: c.paper }));
  view.hulls.forEach(outline => root.append(drawing("polygon", { points: outline.map(onScreen).map(p => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" "), fill: c.hull, stroke: c.hull, "stroke-width": 70 * scale, "stroke-linejoin": "round" })));
  lines.forEach(line => {
    const a = onScreen(placeOf(N[line.from])), b = onScreen(placeOf(N[line.to]));
    root.append(drawing("line", { x1: a.x.toFixed(1), y1: a.y.toFixed(1), x2: b.x.toFixed(1), y2: b.y.toFixed(1), stroke: line.color.color, opacity: line.color.opacity, "stroke-width": (line.width * scale).toFixed(2), ...(line.dashes ? { "stroke-dasharray": "6 4" } : {}) }));
  });
  drawn.forEach(dot => {
    const { x, y } = onScreen(placeOf(N[dot.id])), times = dot.size * scale / 9, { colour, shape } = classOf.get(dot.group);
    root.append(drawing("path", { d: OUTLINES[shape], fill: colour, opacity: dot.opacity, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${times.toFixed(3)}) translate(-10 -10)` }, drawing("title", {}, N[dot.id].label)));
  });
  view.labels.forEach(box => text.push(drawing("text", { x: (box.x + box.w / 2).toFixed(1), y: (box.y + box.h / 2 + 4).toFixed(1), "text-anchor": "middle", "font-family": "sans-serif", "font-size": box.font.match(/(\d+)px/)[1], fill: c.ink, stroke: c.paper, "stroke-width": 3, "paint-order": "stroke" }, box.text)));
  root.append(...text);
  return new XMLSerializer().serializeToString(root);
};
const address = () => { const { x, y } = network.getViewPosition(); return `${location.href.split("#")[0]}#${write({ ...state, view: `${Math.round(x)},${Math.round(y)},${network.getScale().toFixed(3)}` })}`; };
const copyText = text => {
  const done = () => notify(say("copied"));
  const byHand = () => { const area = element("textarea", { value: text }); (document.querySelector("dialog[open]") || document.body).append(area); area.select(); document.execCommand("copy"); area.remove(); done(); };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand); else byHand();
};
const copyLink = () => copyText(address());
const showTake = () => {
  const row = (key, run) => element("li", {}, button(say(key), run, { "data-take": key })), query = element("textarea", { readonly: true, rows: 14, "aria-label": say("sparql"), hidden: true });
  fillPanel(element("h2", {}, say("take")), element("p", { className: "dim" }, say("selection", selectionName())),
    element("ul", { className: "plain take" }, row("link", copyLink), row("png", png), row("svg", () => download("graph.svg", "image/svg+xml", svg())), row("csv", () => download("selection.csv", "text/csv", csv())),
      row("json", () => download("selection.json", "application/json", asJson())), row("sparql", () => { query.value = sparql(); query.hidden = false; query.select(); })), query, disputeList());
};
