"use strict";
// Every text goes on the page by textContent or as a tooltip's plain text: what an article wrote is never markup.
const read = id => JSON.parse(document.getElementById(id).textContent);
const page = read("page"), options = read("options");
const nodes = new vis.DataSet(read("nodes")), edges = new vis.DataSet(read("edges"));
const byClass = new Map(page.classes.map(row => [row[0], row]));
const panel = document.getElementById("panel");

const element = (tag, text, ...children) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};
const styled = (made, name) => { made.className = name; return made; };
const article = n => {
  const [headline, source, date] = page.articles[n];
  return `${headline ? `《${headline}》` : "（无题 untitled）"} ${date} ${source}`;
};
const dot = name => {
  const made = styled(element("span"), "dot");
  made.style.background = byClass.get(name)[3];
  return made;
};

// Tooltips
const cut = text => text.length > 220 ? text.slice(0, 219) + "…" : text;
const said = quotes => quotes.slice(0, 1).map(q => `\n“${cut(q[0] + q[1] + q[2])}”\n— ${article(q[3])}`).join("");
const headOf = fact => fact.what[0] + (fact.value ? "：" + fact.value : "") + (fact.notes.length ? `（${fact.notes.join("，")}）` : "");
const tipOfNode = node => `${node.name}\n${byClass.get(node.group).slice(1, 3).join(" ")}` +
  (node.aliases.length ? `\n又作 ${node.aliases.join("、")}` : "") + node.facts.map(f => "\n" + headOf(f)).join("") + said(node.named[1]);
const tipOfEdge = edge => edge.facts.slice(0, 3).map(fact =>
  `${nodes.get(edge.from).name} → ${nodes.get(edge.to).name}\n${headOf(fact)}${said(fact.quotes)}`).join("\n\n");
nodes.update(nodes.map(node => ({ id: node.id, title: tipOfNode(node) })));
edges.update(edges.map(edge => ({ id: edge.id, title: tipOfEdge(edge) })));

const container = document.getElementById("mynetwork");
const network = new vis.Network(container, { nodes, edges }, options);
// First what hangs together; the button shows the rest
const joined = [...new Set(edges.map(edge => [edge.from, edge.to]).flat())];
network.fit(joined.length ? { nodes: joined } : {});
document.getElementById("all").onclick = () => network.fit({ animation: { duration: 300 } });

// The panel
const quoted = (quotes, count) => {
  const rows = quotes.map(q => element("blockquote", "", q[0], element("mark", q[1]), q[2],
    styled(element("span", `${article(q[3])} · ${q[4]}–${q[5]} · ${q[6]}`), "where")));
  if (count > quotes.length) rows.push(styled(element("span", `共 ${count} 处 · ${count} places in all`), "where"));
  return rows;
};
const link = id => {
  const node = nodes.get(id), made = element("button", "", dot(node.group), node.name);
  made.onclick = () => show(id);
  return made;
};
const factOf = (fact, ...ends) => {
  const head = element("div", "", element("b", fact.what[0]), " ", styled(element("span", fact.what[1]), "en"), fact.value ? ` ${fact.value}` : "");
  fact.notes.forEach(note => head.append(styled(element("span", note), "note")));
  head.append(styled(element("span", ` 置信 ${fact.sure}`), "en"), ...ends);
  return styled(element("div", "", head, ...quoted(fact.quotes, fact.count)), "fact");
};
const fill = (...children) => { panel.replaceChildren(...children); panel.scrollTop = 0; };
const showNode = id => {
  const node = nodes.get(id), [name, zh, en] = byClass.get(node.group);
  const around = network.getConnectedEdges(id).map(e => edges.get(e)).sort((a, b) => a.id - b.id);
  fill(element("h2", node.name), element("div", "", dot(name), `${zh} ${en}`),
    ...(node.inferred ? [styled(element("div", "全称系推定，原文未见 · full name inferred"), "hint")] : []),
    ...(node.aliases.length ? [element("div", `又作 also: ${node.aliases.join("、")}`)] : []),
    ...node.facts.map(fact => factOf(fact)),
    ...around.flatMap(e => e.facts.map(fact => factOf(fact, element("div", e.from === id ? "→ " : "← ", link(e.from === id ? e.to : e.from))))),
    ...(node.named[0] ? [element("h3", `见于 named in · ${node.named[0]}`), ...quoted(node.named[1], node.named[0])] : []),
    ...(node.decisions.length ? [element("details", "", element("summary", "合并理由 why joined"), ...node.decisions.map(why => element("div", why)))] : []));
};
const showEdge = id => {
  const edge = edges.get(id);
  fill(element("h2", "", link(edge.from), " → ", link(edge.to)), ...edge.facts.map(fact => factOf(fact)));
};

// Dim what is not around the selection, and name the edges that are
let lit = [];
const light = (kept, named) => {
  const all = kept === null;
  nodes.update(nodes.map(({ id, font }) => all || kept.has(id)
    ? { id, opacity: 1, font: { ...font, color: "#22303c" } } : { id, opacity: 0.15, font: { ...font, color: "#d5dbe1" } }));
  edges.update(lit.map(id => ({ id, label: "" })));
  lit = named;
  edges.update(lit.map(id => ({ id, label: edges.get(id).name })));
};
const show = id => {
  network.selectNodes([id]);
  network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: { duration: 300 } });
  light(new Set([id, ...network.getConnectedNodes(id)]), network.getConnectedEdges(id));
  showNode(id);
};
network.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined) {
    light(new Set([node, ...network.getConnectedNodes(node)]), network.getConnectedEdges(node));
    showNode(node);
  } else if (edge !== undefined) {
    light(new Set(network.getConnectedNodes(edge)), [edge]);
    showEdge(edge);
  } else light(null, []);
});

// The head: counts, search, legend
const [articles, things, facts] = page.counts;
document.getElementById("counts").textContent =
  `${articles} 篇报道 articles · ${things} 个实体 entities · ${facts} 条事实 facts`;
const query = document.getElementById("query"), hits = document.getElementById("hits");
const find = text => nodes.get({ filter: node => [node.name, ...node.aliases].some(name => name.toLowerCase().includes(text)) }).slice(0, 20);
query.oninput = () => {
  const text = query.value.trim().toLowerCase(), found = text ? find(text) : [];
  hits.hidden = !text;
  hits.replaceChildren(...found.map(node => element("li", "", link(node.id))));
  if (text && !found.length) hits.append(element("li", "没有找到 · nothing found"));
};
hits.onclick = () => { hits.hidden = true; };
query.onkeydown = event => {
  if (event.key === "Enter" && hits.querySelector("button")) hits.querySelector("button").click();
  if (event.key === "Escape") hits.hidden = true;
};
for (const [name, zh, en, , count] of page.classes) {
  const made = element("button", "", dot(name), zh, " ", element("small", `${en} ${count}`));
  made.setAttribute("aria-pressed", "true");
  made.onclick = () => {
    const shown = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", String(shown));
    nodes.update(nodes.get({ filter: node => node.group === name }).map(node => ({ id: node.id, hidden: !shown })));
  };
  document.getElementById("legend").append(made);
}
