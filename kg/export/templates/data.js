"use strict";
// The graph as plain arrays. pyvis wrote nodes and edges; a node's number is its place in N, an edge's its place in E.
const read = id => JSON.parse(document.getElementById(id).textContent);
const page = read("page"), options = read("options-vis");
const N = read("nodes"), E = read("edges");
const articles = page.articles;
const classOf = new Map(page.classes.map(([name, zh, en, colour, shape], order) => [name, { name, words: [zh, en], colour, shape, order }]));
const predicateOf = new Map(page.predicates.map(([name, zh, en, event]) => [name, { name, words: [zh, en], event: Boolean(event) }]));
const byKey = new Map(N.map(node => [node.key, node]));
const AT = { article: 0, start: 1, end: 2, pageStart: 3, pageEnd: 4, rule: 5, sure: 6, exact: 7 };

const facts = [];
N.forEach(node => {
  Object.assign(node, { edges: [], articles: new Set(), mentions: [], wrote: [] });
  node.facts.forEach(fact => { facts.push(Object.assign(fact, { id: facts.length, s: node.id, o: null })); });
});
E.forEach(edge => {
  N[edge.from].edges.push(edge);
  if (edge.to !== edge.from) N[edge.to].edges.push(edge);
  edge.facts.forEach(fact => {
    const [s, o] = fact.back ? [edge.to, edge.from] : [edge.from, edge.to];
    facts.push(Object.assign(fact, { id: facts.length, s, o, edge, event: predicateOf.get(fact.p)?.event || false }));
  });
});
facts.forEach(fact => {
  fact.articles = [...new Set(fact.at.map(at => at[AT.article]))];
  fact.articles.forEach(a => { N[fact.s].articles.add(a); if (fact.o !== null) N[fact.o].articles.add(a); });
});
articles.forEach((article, number) => {
  for (let i = 0; i < article.names.length; i += 3) {
    const [start, end, node] = article.names.slice(i, i + 3);
    N[node].mentions.push([number, start, end]);
    N[node].articles.add(number);
  }
  article.authors.forEach(node => { N[node].wrote.push(number); N[node].articles.add(number); });
});
// The strongest first: what is drawn and labelled when there is no room for all
const ranked = [...N].sort((a, b) => b.weight - a.weight || b.mentions.length - a.mentions.length || a.id - b.id);
ranked.forEach((node, rank) => { node.rank = rank; });
const communities = new Map();
ranked.forEach(node => {
  if (!node.community) return;
  if (!communities.has(node.community)) communities.set(node.community, []);
  communities.get(node.community).push(node);
});
const sources = [...new Set(articles.map(article => article.source))].sort();
const periods = [...new Set(articles.map(article => article.date).filter(Boolean))].sort();
const otherEnd = (edge, node) => edge.from === node.id ? N[edge.to] : N[edge.from];
const iriOf = node => node.iri || `${page.base}id/${node.key}`;
const wordOf = term => (page.words[term] || [term, term])[tongue];
const statusOf = fact => fact.status ? (STATUS[fact.status] || [fact.status, fact.status])[tongue] : "";
// Offsets count code points, a browser's strings count UTF-16: they part at the rare characters beyond U+FFFF
const wide = articles.map(article => /[\ud800-\udbff]/.test(article.text) ? Array.from(article.text) : null);
const cut = (article, start, end) => wide[article] ? wide[article].slice(start, end).join("") : articles[article].text.slice(start, end);
const lengthOf = article => (wide[article] || articles[article].text).length;
