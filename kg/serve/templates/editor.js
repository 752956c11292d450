"use strict";
// The query page: named queries with their parameters, a table of results. Everything comes from this server.
const $ = id => document.getElementById(id);
const told = JSON.parse($("told").textContent);
const SHOWN = 1000;

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function short(iri) {
  for (const [prefix, namespace] of Object.entries(told.prefixes))
    if (iri.startsWith(namespace)) return `${prefix}:${iri.slice(namespace.length)}`;
  return told.entities && iri.startsWith(told.entities) ? iri.slice(told.entities.length) : iri;
}

function cell(term) {
  if (!term) return element("td", "");
  if (term.type !== "uri") return element("td", term.value);
  const td = element("td", "");
  if (told.entities && term.value.startsWith(told.entities)) {
    const path = term.value.slice(told.entities.length).split("/").map(encodeURIComponent).join("/");
    td.append(element("a", short(term.value), {href: `/entity/${path}`, title: term.value}));
  } else td.append(element("span", short(term.value), {title: term.value}));
  return td;
}

function table(result) {
  const made = document.createElement("table"), head = made.createTHead().insertRow(), body = made.createTBody();
  for (const name of result.head.vars) head.append(element("th", name, {scope: "col"}));
  for (const row of result.results.bindings) {
    const tr = body.insertRow();
    for (const name of result.head.vars) tr.append(cell(row[name]));
  }
  return made;
}

function ask(accept, rows) {
  return fetch("/sparql" + (rows ? `?max-rows=${rows}` : ""), {
    method: "POST", headers: {"Content-Type": "application/sparql-query", Accept: accept}, body: $("query").value,
  });
}

function fail(message) {
  $("error").textContent = message;
  $("error").hidden = false;
  $("status").textContent = "没有结果 / no answer";
}

async function run() {
  $("error").hidden = true;
  $("downloads").hidden = true;
  $("answer").replaceChildren();
  $("status").textContent = "…";
  $("run").disabled = true;
  const start = performance.now();
  try {
    const response = await ask("application/sparql-results+json, text/turtle;q=0.9", SHOWN);
    const text = await response.text();
    if (!response.ok) { fail(text); return; }
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    let count = "";
    if ((response.headers.get("Content-Type") || "").startsWith("text/turtle")) {
      $("answer").replaceChildren(element("pre", text));
    } else {
      const result = JSON.parse(text);
      if ("boolean" in result) $("answer").replaceChildren(element("p", result.boolean ? "是 / yes" : "否 / no"));
      else {
        $("answer").replaceChildren(table(result));
        count = `${result.results.bindings.length} 行 / rows, `;
      }
      $("downloads").hidden = false;
    }
    const more = response.headers.get("Kg-Cut") ? "；还有更多，下载可得 / there are more, a download has them" : "";
    $("status").textContent = `${count}${seconds} 秒 / s${more}`;
  } catch (error) {
    fail(`服务器没有回应 / the server does not answer (${error.message})`);
  } finally {
    $("run").disabled = false;
  }
}

async function download(button) {
  try {
    const response = await ask(button.dataset.accept, 0);
    if (!response.ok) { fail(await response.text()); return; }
    const url = URL.createObjectURL(await response.blob());
    element("a", "", {href: url, download: button.dataset.name}).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  } catch (error) {
    fail(`服务器没有回应 / the server does not answer (${error.message})`);
  }
}

let filling = 0;
async function fill() {
  const name = $("named").value, mine = ++filling;
  if (!name) return;
  const given = new URLSearchParams();
  for (const input of $("parameters").querySelectorAll("input")) if (input.value) given.set(input.name, input.value);
  $("error").hidden = true;
  const response = await fetch(`/queries/${encodeURIComponent(name)}?${given}`);
  const text = await response.text();
  if (mine !== filling) return;
  if (response.ok) $("query").value = text;
  else fail(text);
}

function choose() {
  const parameters = told.parameters[$("named").value] || [];
  $("parameters").replaceChildren(...parameters.map(parameter => {
    const label = element("label", `${parameter.about}${parameter.required ? " *" : ""}`);
    const input = element("input", "", {name: parameter.name, placeholder: parameter.example});
    if (parameter.required) input.value = parameter.example;
    // outside the form's own fields: they are part of the text, not of the request
    input.setAttribute("form", "none");
    label.append(input);
    return label;
  }));
  return fill();
}

$("named").addEventListener("change", choose);
$("parameters").addEventListener("input", fill);
$("form").addEventListener("submit", event => { event.preventDefault(); run(); });
$("query").addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
for (const button of $("downloads").querySelectorAll("button")) button.addEventListener("click", () => download(button));
