// From codes and facts to words and elements. Text is only ever set as text.

let language = "en";

/** A sentence of words.*.json in the reader's language, its gaps filled. */
function say(key, facts = {}) {
  const words = WORDS[language][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (gap, name) => (name in facts ? shown(facts[name]) : gap));
}

function shown(value) {
  if (typeof value === "number") return new Intl.NumberFormat(say("numbers")).format(value); // as the site writes them
  if (value instanceof Date) return dateWords(value, { dateStyle: "long", timeStyle: "short" });
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dateWords(new Date(`${value}T00:00:00Z`), { dateStyle: "long", timeZone: "UTC" });
  return String(value);
}

function dateWords(date, style) {
  return new Intl.DateTimeFormat(language, style).format(date);
}

/** Speak a language: every element that names its words gets them. */
function speak(code) {
  language = code;
  Object.assign(document.documentElement, { lang: code, dir: say("dir") });
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", button.dataset.language === code);
}

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** What a report comes to: a key of the words "verdict.…", what they need, and how it looks. */
function verdictOf({ what, steps, fate, petitions, crash, ...report }) {
  if (crash) return { key: "crash", kind: "problem", facts: { fault: crash } };
  const bad = steps.find(({ state, name }) => state === "bad" && name !== "mine");
  if (bad) return { key: failureOf(bad), kind: "problem", facts: {} };
  const step = (name, state) => steps.some((each) => each.name === name && each.state === state);
  if (step("mine", "bad")) return { key: "not-mine", kind: "problem", facts: {} };
  if (fate && fate.state !== "active") return { key: fate.state, kind: "warning", facts: { ...fate, reason: say(`reason.${fate.reason}`) } };
  const through = fate || petitions || (what === "receipt" && step("included", "good"));
  if (!through) return { key: "unread", kind: "warning", facts: {} };
  const state = sealedIn({ steps, ...report });
  if (!state.enough) return { key: "unvouched", kind: "warning", facts: state };
  if (petitions) return { key: "recounted", kind: "success", facts: state };
  if (!fate) return { key: "genuine", kind: "note", facts: {} };
  return { key: step("mine", "good") ? "mine" : "counts", words: "counts", kind: "success", facts: {} };
}

/** The newest state of the log that was found sealed. */
function sealedIn({ tip, steps }) {
  return tip ?? steps.filter(({ name, state }) => state === "good" && ["sealed", "today"].includes(name)).at(-1)?.facts;
}

const ABOUT_THE_RECEIPT = ["read", "key", "sealed", "included"];

function failureOf({ name, code, what }) {
  if (code === "fork" || code === "shrunk") return code;
  return what === "receipt" && ABOUT_THE_RECEIPT.includes(name) ? "false" : "broken";
}

/** The elements that show a report. The first is its verdict, which takes the focus. */
function outcomeOf(report) {
  const { key, words, kind, facts } = verdictOf(report);
  const heading = el("h3", { tabindex: "-1" }, say(`verdict.${key}`, facts));
  const verdict = el("div", { class: `callout callout-${kind}`, "data-verdict": key }, heading, el("p", {}, say(`verdict.${words ?? key}.words`, facts)));
  return [verdict, ...figures(report), stepList(report), noticeList(report), factList(report), saving(report)].filter(Boolean);
}

function stepList({ steps }) {
  const told = steps.filter(({ name, state }) => name !== "key" || state !== "good").map(({ name, state, code, facts }) => {
    const what = el("span", { class: "what" }, el("span", { class: "visually-hidden" }, `${say(`mark.${state}`)} `), say(`step.${name}.${state}`, facts));
    const sign = el("span", { class: "mark", "aria-hidden": "true" }, { good: "✓", bad: "✗", open: "–" }[state]);
    const why = code ? el("span", { class: "why", "data-code": code }, say(`code.${code}`, facts)) : null;
    return el("li", { class: state, "data-step": name }, sign, what, why);
  });
  return told.length ? el("ol", { class: "steps", "aria-label": say("steps") }, ...told) : null;
}

const HOURS_48 = 48 * 3600;

/** What a reader should know besides: where the key is from, who vouches, what this browser remembers. */
function noticeList({ steps, tip, fate, memory }) {
  const state = sealedIn({ tip, steps });
  if (!state) return null;
  const notices = [[state.trust, state.trust === "fetched", state]];
  const newest = Math.max(0, ...state.witnesses.map(({ time }) => time));
  if (!state.witnesses.length) notices.push(["alone", true]);
  if (tip && newest && Date.now() / 1000 - newest > HOURS_48) notices.push(["stale", true, { time: new Date(newest * 1000) }]);
  if (fate?.purged) notices.push(["purged", false, { day: fate.purged }]);
  notices.push(...(memory ?? []));
  return el("ul", { class: "notices" }, ...notices.map(([key, warns, facts]) => (
    el("li", { class: warns ? "warning" : "plainly", "data-notice": key }, say(`notice.${key}`, facts))
  )));
}

/** Names and values of what was checked, for people who compare. */
function factList({ steps, tip, documents, withheld, unknown }) {
  const read = steps.find(({ name, state }) => name === "read" && state === "good")?.facts;
  const included = steps.find(({ name, state }) => name === "included" && state === "good")?.facts;
  const state = sealedIn({ tip, steps });
  const facts = [];
  const add = (key, ...values) => facts.push(el("dt", {}, say(`fact.${key}`)), ...values.map((value) => el("dd", { "data-fact": key }, value)));
  if (read) add("petition", read.petition);
  if (read) add("day", shown(read.day));
  if (included) add("index", say("fact.index.words", included));
  if (state) {
    add("origin", state.origin);
    add("size", shown(state.size));
    add("root", el("code", {}, state.root));
    add("fingerprint", el("code", {}, state.fingerprint));
    const who = state.witnesses.map(({ name, time }) => say("fact.witness", { name, time: new Date(time * 1000) }));
    add("witnesses", ...(who.length ? who : [say("fact.nobody")]));
  }
  if (documents) add("documents", say("fact.documents.words", { count: documents }));
  if (withheld?.length) add("withheld", ...withheld.map((each) => say("fact.withheld.words", { ...each, reason: say(`withheld.${each.reason}`) })));
  if (unknown?.length) add("unknown", ...unknown.map(([kind, count]) => say("fact.unknown.words", { kind, count })));
  return facts.length ? el("dl", { class: "terms" }, ...facts) : null;
}

/** The figure of the petition that was asked for, or the table of all. */
function figures({ petitions, petition }) {
  if (!petitions) return [];
  const found = petitions.find(({ name }) => name === petition);
  if (found) return [figure(found)];
  const missing = petition ? [el("p", {}, say("figure.none", { petition }))] : [];
  return [...missing, petitions.length ? table(petitions) : el("p", {}, say("table.empty"))];
}

function figure(found) {
  const plural = new Intl.PluralRules(language).select(found.net) === "one" ? "one" : "other";
  return el("div", { "data-petition": found.name },
    el("p", {}, el("data", { class: "figure", value: found.net }, shown(found.net)), " ", say(`figure.${plural}`, { petition: found.name })),
    el("p", { class: "quiet" }, say("figure.words", found)));
}

function table(petitions) {
  const columns = ["net", "signed", "withdrawn", "void"];
  const head = ["petition", ...columns, "state"].map((key) => el("th", { scope: "col", class: columns.includes(key) ? "number" : "text" }, say(`table.${key}`)));
  const rows = petitions.map((each) => el("tr", { "data-petition": each.name },
    el("th", { scope: "row" }, each.name),
    ...columns.map((key) => el("td", { class: "number" }, shown(each[key]))),
    el("td", {}, say(`state.${each.state}`))));
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("table.title") },
    el("table", {}, el("caption", {}, say("table.title")), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)));
}

/** Links that save the checked state, or the two states that contradict each other. */
function saving({ tip, steps }) {
  const evidence = steps.find(({ facts }) => facts?.evidence)?.facts.evidence;
  const said = evidence ?? (tip ? [tip.said] : []);
  if (!said.length) return null;
  const links = said.map((text, at) => el("a", {
    class: "button button-quiet",
    download: evidence ? `checkpoint-${at + 1}.txt` : "checkpoint.txt",
    href: URL.createObjectURL(new Blob([text], { type: "text/plain" })),
  }, say(evidence ? "save.evidence" : "save.state"), evidence ? ` (${shown(at + 1)})` : ""));
  return el("p", { class: "row" }, ...links);
}
