"use strict";

const $ = (id) => document.getElementById(id);
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};
const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* no storage */ } };
const hash = () => new URLSearchParams(location.hash.slice(1));
/* a new entry in the history for each choice, none for each key pressed */
const setHash = (state, choice) => { if ("#" + state !== location.hash) history[choice ? "pushState" : "replaceState"](null, "", "#" + state); };

/* labels in English, Dutch or French */
const LANGUAGES = ["en", "nl", "fr"];
let language = LANGUAGES.includes(stored("language")) ? stored("language") : "en";
const labelOf = (table, code) => {
  const labels = LABELS[table][code];
  return labels ? labels[LANGUAGES.indexOf(language)] || labels[0] : code;
};
const labelled = (table, code, tag = "span") => {
  const made = element(tag, { "data-l": `${table}:${code}` }, labelOf(table, code));
  if (language !== "en") made.lang = language;
  return made;
};
function relabel() {
  for (const node of document.querySelectorAll("[data-l]")) {
    const at = node.dataset.l.indexOf(":");
    node.textContent = labelOf(node.dataset.l.slice(0, at), node.dataset.l.slice(at + 1));
    if (language === "en") node.removeAttribute("lang"); else node.lang = language;
  }
}

function settings() {
  document.querySelector(".settings").hidden = false;
  $("language").value = language;
  $("language").addEventListener("change", (event) => {
    language = event.target.value;
    store("language", language);
    relabel();
  });
  if (language !== "en") relabel();
  $("theme").value = stored("theme") || "";
  $("theme").addEventListener("change", (event) => {
    store("theme", event.target.value);
    document.documentElement.dataset.theme = event.target.value;
  });
}

/* citations and examples to copy */
function copying() {
  for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
  document.addEventListener("click", (event) => {
    if (!event.target.matches?.("button.copy")) return;
    const source = event.target.parentElement.querySelector(".citation, pre");
    const done = () => { event.target.textContent = "Copied"; };
    const select = () => { getSelection().selectAllChildren(source); };
    if (navigator.clipboard) navigator.clipboard.writeText(source.textContent).then(done, select); else select();
  });
}

/* a chart is one stop for the Tab key; arrows lead from mark to mark */
function charts() {
  for (const chart of document.querySelectorAll("svg.chart")) {
    const marks = [...chart.querySelectorAll("a.mark")];
    marks.forEach((mark, at) => mark.setAttribute("tabindex", at ? -1 : 0));
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = marks.indexOf(event.target.closest("a.mark"));
      const next = marks[at + step];
      if (!step || !next) return;
      event.preventDefault();
      marks[at].setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    });
  }
}

/* the answers: country, quantity, year */
function answers() {
  const form = $("ask");
  if (!form) return;
  const counts = JSON.parse($("counts").textContent);
  const cards = [...document.querySelectorAll(".answer")];
  const [area, indicator, year] = ["area", "indicator", "year"].map((name) => $("ask-" + name));
  const answered = (chosen) => cards.filter((card) => Object.entries(chosen).every(([k, v]) => card.dataset[k] === v));
  const latest = (years) => years.find((y) => answered({ area: area.value, indicator: indicator.value, year: y }).length);

  function quantities(wanted) {
    const codes = Object.keys(counts[area.value]).sort((a, b) => labelOf("indicators", a).localeCompare(labelOf("indicators", b)));
    indicator.replaceChildren(...codes.map((code) => {
      const option = labelled("indicators", code, "option");
      option.value = code;
      return option;
    }));
    const first = codes.find((code) => answered({ area: area.value, indicator: code }).length) || codes[0];
    indicator.value = codes.includes(wanted) ? wanted : first;
  }
  function years(wanted) {
    const own = answered({ area: area.value, indicator: indicator.value }).map((card) => card.dataset.year);
    const found = [...new Set([...Object.keys(counts[area.value][indicator.value]), ...own])].sort().reverse();
    year.replaceChildren(...found.map((y) => new Option(own.includes(y) ? y : `${y} (no answer)`, y)));
    year.value = found.includes(wanted) ? wanted : latest(found) || found[0] || "";
  }
  function show(keep) {
    const chosen = { area: area.value, indicator: indicator.value, year: year.value };
    const shown = answered(chosen);
    for (const card of cards) card.hidden = !shown.includes(card);
    $("no-answer").hidden = shown.length > 0;
    $("answer-count").textContent = shown.length > 1 ? `${shown.length} answers: for different months, populations or destinations.` : "";
    $("relays").href = "figures.html#" + new URLSearchParams(chosen);
    if (keep) setHash(new URLSearchParams(chosen), true);
  }
  function from(state) {
    area.value = counts[state.area] ? state.area : area.value;
    quantities(state.indicator);
    years(state.year);
    show(false);
  }
  function fromHash() {
    const state = hash();
    const card = $(location.hash.slice(1));
    from(card?.matches(".answer") ? card.dataset : state.has("area") ? Object.fromEntries(state) : JSON.parse($("asked").textContent));
    if (card?.matches(".answer")) card.scrollIntoView();
  }
  form.hidden = false;
  area.addEventListener("change", () => { quantities(indicator.value); years(year.value); show(true); });
  indicator.addEventListener("change", () => { years(year.value); show(true); });
  year.addEventListener("change", () => show(true));
  addEventListener("hashchange", fromHash);
  fromHash();
}

/* every figure */
const PAGE = 100;
function figures() {
  const table = document.querySelector("table.figures");
  if (!table) return;
  const column = (name) => {
    const cells = FIGURES[name];
    return Array.isArray(cells) ? (row) => cells[row] : (row) => cells.of[cells.at[row]];
  };
  const get = Object.fromEntries(Object.keys(FIGURES).map((name) => [name, column(name)]));
  const total = FIGURES.id.length;
  const FILTERS = ["area", "indicator", "destination", "kind", "publisher_kind", "qualifier"];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const inputs = Object.fromEntries(["q", "year", "contested", ...FILTERS].map((name) => [name, $("f-" + name)]));
  let sorting = "", falling = false, limit = PAGE, rows = [], texts = null, opener = null;

  const text = (row) => {
    const cells = ["id", "printed", "counted", "publisher", "title", "document", "credited", "quote", "note", "period", "period_printed", "marks"];
    const digits = get.printed(row).replace(/(?<=\d)[.,'’\s](?=\d)/g, "");
    const labels = [["areas", "area"], ["indicators", "indicator"], ["populations", "population"]].flatMap(([list, name]) => LABELS[list][get[name](row)] || []);
    return plain([digits, ...cells.map((name) => get[name](row) ?? ""), ...labels].join(" "));
  };
  function matching() {
    const words = plain(inputs.q.value).split(/\s+/).filter(Boolean);
    if (words.length) texts ??= Array.from({ length: total }, (_, row) => text(row));
    const set = FILTERS.filter((name) => inputs[name].value);
    const year = Number(inputs.year.value), contested = inputs.contested.value;
    const found = [];
    for (let row = 0; row < total; row++) {
      if (set.some((name) => String(get[name](row)) !== inputs[name].value)) continue;
      if (contested && contested !== String(Boolean(get.contested(row)))) continue;
      if (year && !(get.first(row) && get.first(row) <= year && year <= get.last(row))) continue;
      if (words.some((word) => !texts[row].includes(word))) continue;
      found.push(row);
    }
    return sorting ? sorted(found) : found;
  }
  function sorted(found) {
    const key = { area: (row) => labelOf("areas", get.area(row)), indicator: (row) => labelOf("indicators", get.indicator(row)), high: (row) => (get.low(row) === null ? null : get.high(row) ?? Infinity) }[sorting] || get[sorting];
    const way = falling ? -1 : 1;
    return found.map((row) => [key(row), row]).sort(([a, i], [b, j]) => {
      if (a === null || b === null) return a === b ? i - j : a === null ? 1 : -1;
      return way * (typeof a === "string" ? a.localeCompare(b) : a === b ? 0 : a - b) || i - j;
    }).map(([, row]) => row);
  }
  const permalink = (row) => `document/${get.document(row)}.html#${get.id(row)}`;
  function who(row) {
    const among = get.among(row) ? [" (", labelled("populations", get.among(row)), ")"] : [];
    return [get.population(row) ? labelled("populations", get.population(row)) : "not clear who", ...among, get.towards(row)];
  }
  function line(row) {
    const printed = element("a", { href: permalink(row), "data-row": row }, element("bdi", { lang: get.language(row) }, get.printed(row)));
    const head = element("th", { scope: "row" }, printed);
    for (const word of get.marks(row).split(", ").filter(Boolean)) head.append(" ", element("span", { class: "tag" }, word));
    if (get.contested(row)) head.append(" ", element("a", { class: "tag against", href: `contradictions.html#${get.contested(row)}` }, "contested"));
    const cell = (...content) => element("td", {}, ...content);
    const number = (value) => element("td", { class: "n" }, value);
    return element("tr", { id: "r-" + get.id(row) }, head, ...get.ends(row).map(number),
      cell(labelled("indicators", get.indicator(row))), cell(labelled("areas", get.area(row))), cell(...who(row)),
      cell(get.period(row)), cell(get.publisher(row) ?? "not known"));
  }
  function draw() {
    table.tBodies[0].replaceChildren(...rows.slice(0, limit).map(line));
    $("more").hidden = rows.length <= limit;
    $("more").textContent = `Show ${Math.min(PAGE, rows.length - limit)} more`;
    const shown = Math.min(limit, rows.length);
    $("count").textContent = rows.length === total ? `The first ${shown} of ${total} figures.` : `${rows.length} of ${total} figures${shown < rows.length ? `, the first ${shown} shown` : ""}.`;
  }
  function state() {
    const found = new URLSearchParams();
    for (const [name, input] of Object.entries(inputs)) if (input.value) found.set(name, input.value);
    if (sorting) found.set("sort", (falling ? "-" : "") + sorting);
    if ($("panel").open) found.set("f", $("panel").dataset.figure);
    return found;
  }
  function renew(event) {
    limit = PAGE;
    rows = matching();
    draw();
    setHash(state(), event?.target !== inputs.q);
  }
  function mark() {
    for (const th of table.tHead.querySelectorAll("[data-sort]")) {
      if (th.dataset.sort === sorting) th.setAttribute("aria-sort", falling ? "descending" : "ascending"); else th.removeAttribute("aria-sort");
      const arrow = th.dataset.sort === sorting ? (falling ? " ↓" : " ↑") : "";
      th.querySelector("button").textContent = th.querySelector(".print-only").textContent + arrow;
    }
  }

  function open(row) {
    const facts = [];
    const add = (name, ...content) => { if (content.some((c) => c)) facts.push(element("dt", {}, name), element("dd", {}, ...content)); };
    const quoted = (cell) => (cell ? element("q", { lang: get.language(row) }, cell) : "");
    const links = (places) => (places ? places.split(" ").flatMap((place, at) => [at ? ", " : "", element("a", { href: place }, place.split("#")[1])]) : []);
    add("It means", get.bounds(row) + (get.marks(row) ? ` (${get.marks(row)})` : ""));
    add("Counted", labelled("indicators", get.indicator(row)), ", ", labelled("areas", get.area(row)), ": ", ...who(row));
    add("As printed", quoted(get.counted(row)));
    add("For", get.period(row), get.period_printed(row) ? ", printed: " : "", quoted(get.period_printed(row)));
    add("Quote", quoted(get.quote(row)));
    add("Document", element("a", { href: `document/${get.document(row)}.html`, lang: get.language(row) }, get.title(row)));
    add("Source", get.url(row) ? element("a", { href: get.url(row), rel: "external noreferrer" }, get.url(row)) : "no public address is known");
    add("Printed by", [get.publisher(row), get.published(row)].filter(Boolean).join(", "));
    add("Place", get.place(row));
    add("Credited to", get.credited(row) || "nobody: the document itself");
    add("Rounding", get.rounding(row));
    add("Compared", ...links(get.against(row)));
    add("Bears on", ...links(get.claims(row)));
    add("Note", get.note(row));
    const related = (get.relations(row) ?? []).flatMap(([word, other], at) => [at ? "; " : "", word + " ", element("a", { href: `document/${other}.html` }, other)]);
    add("Its document", ...related);
    const whole = FIGURES.id.indexOf(get.part_of(row));
    if (whole >= 0) add("Is part of", element("a", { href: permalink(whole) }, get.printed(whole)));
    add("History", (get.history(row) ?? ["not changed since it was first released"]).join("; "));
    add("Id", get.id(row));
    $("panel-title").replaceChildren(element("bdi", { lang: get.language(row) }, get.printed(row)));
    $("panel-body").replaceChildren(element("dl", {}, ...facts), element("p", {}, element("a", { class: "button", href: permalink(row) }, "Everything on it, with a citation")), element("p", {}, element("a", { href: "use.html#" + new URLSearchParams({ report: get.id(row), says: get.printed(row), document: get.document(row) }) }, "Report it as wrong")));
    table.querySelector(".current")?.classList.remove("current");
    $("r-" + get.id(row))?.classList.add("current");
    $("panel").dataset.figure = get.id(row);
    if (!$("panel").open) $("panel").show();
    $("panel-close").focus();
    setHash(state(), true);
  }
  function close() {
    $("panel").close();
    table.querySelector(".current")?.classList.remove("current");
    opener?.focus();
    setHash(state());
  }

  function fromHash() {
    const found = hash();
    for (const [name, input] of Object.entries(inputs)) input.value = found.get(name) ?? "";
    const sort = found.get("sort") ?? "";
    falling = sort.startsWith("-");
    sorting = table.querySelector(`[data-sort="${CSS.escape(sort.replace("-", ""))}"]`) ? sort.replace("-", "") : "";
    mark();
    const figure = FIGURES.id.indexOf(found.get("f"));
    limit = PAGE;
    rows = matching();
    draw();
    if (figure >= 0) open(figure); else if ($("panel").open) close();
    if (figure < 0 && found.has("f")) $("count").textContent = `There is no figure ${found.get("f")} in this version: see the errata on the page “Use it”.`;
  }

  for (const th of table.tHead.querySelectorAll("[data-sort]")) {
    const name = th.textContent;
    const button = element("button", { type: "button", class: "sort" }, name);
    th.replaceChildren(element("span", { class: "print-only" }, name), button);
    button.addEventListener("click", () => {
      falling = sorting === th.dataset.sort && !falling;
      sorting = th.dataset.sort;
      mark();
      renew();
    });
  }
  $("filters").hidden = false;
  $("filters").addEventListener("input", renew);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", () => setTimeout(renew));
  $("more").addEventListener("click", () => { limit += PAGE; draw(); });
  table.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-row]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    open(Number(link.dataset.row));
  });
  $("panel-close").addEventListener("click", close);
  addEventListener("keydown", (event) => { if (event.key === "Escape" && $("panel").open) close(); });
  addEventListener("hashchange", fromHash);
  fromHash();
}

/* a report of a wrong figure, with its id filled in */
function report() {
  const form = $("report-figure");
  if (!form) return;
  const fill = () => {
    const figure = (hash().get("report") ?? "").match(/^f[0-9]{5,}$/)?.[0];
    const said = (name) => (figure ? hash().get(name) ?? "" : "").slice(0, 200);
    form.querySelector(".id").textContent = figure ?? "f.....";
    form.querySelector(".says").textContent = said("says");
    form.querySelector(".document").textContent = said("document");
    const link = $("report-link");
    if (link) {
      const address = new URL(link.href);
      address.searchParams.set("figure", figure ?? "");
      link.href = address;
    }
    if (figure) $("report").scrollIntoView();
  };
  addEventListener("hashchange", fill);
  fill();
}

settings();
copying();
charts();
answers();
figures();
report();
