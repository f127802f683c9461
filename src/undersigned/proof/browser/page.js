// The page's controls: what was chosen and typed becomes a task for the worker; its report is shown.

const byId = (id) => document.getElementById(id);
const blobs = window.trustedTypes?.createPolicy("undersigned", {
  createScriptURL: (address) => (address.startsWith("blob:") ? address : ""),
});
const MEMORY = "undersigned-log:";
const chosen = { folder: null, receipt: null }; // files as they were opened
const outcomes = { receipt: null, recount: null }; // the last report of each, to be said again in another language
const running = { receipt: null, recount: null }; // what ends the work under way
const started = { receipt: null, recount: null }; // where the focus was then

/** What this browser saw of logs: origin → { said, day, fingerprint }; null where it may keep nothing. */
function memory() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(MEMORY));
    return Object.fromEntries(keys.map((key) => [key.slice(MEMORY.length), JSON.parse(localStorage.getItem(key))]));
  } catch {
    return null;
  }
}

/** Remember a state that was found good; what to say of it and of what was remembered before. */
function remember({ origin, said, fingerprint: digits }) {
  const known = memory();
  const last = known?.[origin];
  try {
    const day = new Date().toISOString().slice(0, 10);
    localStorage.setItem(MEMORY + origin, JSON.stringify({ said, day, fingerprint: digits }));
  } catch {
    return [["forgets", true]];
  }
  if (!last) return [["first", false]];
  const changed = last.fingerprint === digits ? [] : [["key-changed", true]];
  return [["grown", false, { day: last.day }], ...changed];
}

function forget() {
  for (const origin of Object.keys(memory() ?? {})) localStorage.removeItem(MEMORY + origin);
  announce(say("log.forgotten"));
}

function announce(words) {
  byId("status").textContent = words;
}

/** Files of an opened folder by their path in the log: the folder that holds `checkpoint` is the log's. */
function filesOf(list) {
  const files = [...list].map((file) => [file.webkitRelativePath, file]);
  const roots = files.map(([path]) => path).filter((path) => /(^|\/)checkpoint$/.test(path)).sort((a, b) => a.length - b.length);
  const root = (roots[0] ?? "checkpoint").slice(0, -"checkpoint".length);
  return new Map(files.filter(([path]) => path.startsWith(root)).map(([path, file]) => [path.slice(root.length), file]));
}

/** The directory that this page was served from, if it was served. */
function ownAddress() {
  return location.protocol.startsWith("http") ? new URL(".", location.href).href : "";
}

/** The address that was typed; the name of a log is its address without the scheme. */
function typedAddress() {
  const typed = byId("log-address").value.trim();
  return !typed || /^https?:/.test(typed) ? typed : `https://${typed}`;
}

function showChosen() {
  const address = typedAddress();
  const words = chosen.folder
    ? say("log.folder", { files: chosen.folder.size })
    : address === ownAddress() && address ? say("log.here", { address }) : address || say("log.none");
  byId("log-chosen").textContent = words;
}

/** What both tasks need: the log, whose key, and what is remembered. */
function source() {
  return {
    address: typedAddress(),
    files: chosen.folder,
    policy: byId("log-key").value,
    fingerprint: byId("log-fingerprint").value,
    memory: memory() ?? {},
  };
}

function receiptTask() {
  const value = (id) => byId(id).value.trim();
  const typed = byId("receipt-text").value;
  const file = chosen.receipt?.text === typed ? chosen.receipt.bytes : null; // as it came, to the byte
  return {
    ...source(),
    receipt: file ?? utf8(typed.endsWith("\n") ? typed : `${typed}\n`),
    opening: openingIn(value("mine-opening")),
    values: {
      name: value("mine-name"),
      email: usualEmail(value("mine-email")),
      address: [value("mine-address"), value("mine-postcode")].filter(Boolean).join(", "),
    },
    ward: value("mine-ward"),
  };
}

/** The opening in what was pasted: by itself, or at the end of a link. */
function openingIn(text) {
  const end = text.slice(text.indexOf("#") + 1);
  return new URLSearchParams(end).get("opening") ?? end;
}

/** An e-mail address with its domain as the site writes it: small ASCII letters. */
function usualEmail(typed) {
  const [, local, domain] = /^(.*)@([^@/]+)$/.exec(typed) ?? [];
  try {
    return local ? `${local}@${new URL(`http://${domain}`).hostname}` : typed;
  } catch {
    return typed;
  }
}

/** A worker from this file's own code, which is all it needs. */
function workerOf() {
  const code = new Blob([byId("code").textContent], { type: "text/javascript" });
  const address = URL.createObjectURL(code);
  return new Worker(blobs ? blobs.createScriptURL(address) : address);
}

/** Do a task in a worker, or here where a browser allows none; `tell` hears of progress and the report. */
function start(task, tell) {
  const here = () => perform(task, tell).catch((error) => tell({ crash: String(error) }));
  let worker;
  try {
    worker = workerOf();
  } catch {
    here();
    return () => {};
  }
  worker.onmessage = ({ data }) => tell(data);
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    here();
  };
  worker.postMessage(task);
  return () => worker.terminate();
}

/** Start one of the two tasks, show its progress and its outcome. */
function run(what, task, extra = {}) {
  running[what]?.();
  const bar = el("progress", { "aria-label": say("progress.label"), max: 1 });
  const words = el("p", { class: "quiet small" }, say("progress.start"));
  const cancel = el("button", { type: "button", class: "button button-quiet" }, say("cancel"));
  const end = start({ what, ...task }, (word) => {
    if (running[what] !== stop) return;
    if (word.done) showProgress(bar, words, word);
    else finish(what, { ...extra, ...word.report, steps: word.report?.steps ?? [], crash: word.crash });
  });
  const stop = () => {
    running[what] = null;
    end();
  };
  cancel.addEventListener("click", () => {
    stop();
    byId(`${what}-outcome`).replaceChildren(el("p", { "data-cancelled": "" }, say("cancelled")));
    announce(say("cancelled"));
    byId(what).querySelector("button.button").focus();
  });
  running[what] = stop;
  started[what] = document.activeElement;
  outcomes[what] = null;
  byId(`${what}-outcome`).replaceChildren(bar, words, cancel);
  announce(say("progress.start"));
}

function showProgress(bar, words, { done, all }) {
  const before = Math.floor(4 * bar.value);
  bar.value = done / all;
  words.textContent = say("progress.words", { done, all });
  if (Math.floor(4 * bar.value) > before) announce(words.textContent); // at each quarter
}

function finish(what, report) {
  running[what]();
  if (report.tip) report.memory = remember(report.tip);
  outcomes[what] = { what, ...report, steps: report.steps.map((step) => ({ what, ...step })) };
  const elsewhere = ![document.body, started[what]].includes(document.activeElement);
  const verdict = show(what).querySelector("h3");
  announce(elsewhere ? verdict.textContent : "");
  if (!elsewhere) verdict.focus(); // but who went on to type somewhere is left there
}

function show(what) {
  const place = byId(`${what}-outcome`);
  if (outcomes[what]) place.replaceChildren(...outcomeOf(outcomes[what]));
  return place;
}

async function openReceipt(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  byId("receipt-text").value = new TextDecoder().decode(bytes);
  chosen.receipt = { bytes, text: byId("receipt-text").value };
  announce(say("receipt.opened", { name: file.name }));
}

/** What the address's end says: an opening (alone or named), a language, a petition, a receipt of this site.
    It is then taken off the address, so that it stays in no history. */
async function readFragment() {
  const end = location.hash.slice(1);
  if (!end || byId(end)) return;
  const said = new URLSearchParams(/^[\w-]{43}$/.test(end) ? { opening: end } : end);
  try {
    history.replaceState(null, "", location.pathname + location.search);
  } catch {
    // a browser that lets files change no address
  }
  if (said.get("opening")) {
    byId("mine-opening").value = said.get("opening");
    byId("mine").open = true;
  }
  if (said.get("lang") in WORDS) speakEverywhere(said.get("lang"));
  if (said.get("petition")) {
    byId("recount-petition").value = said.get("petition");
    byId("recount").querySelector("button.button").focus();
  }
  if (said.get("receipt") && (await fetchReceipt(said.get("receipt")))) byId("receipt").requestSubmit();
}

/** Whether a receipt came; only from the site that served this page: a link must not make it ask anybody else. */
async function fetchReceipt(path) {
  const address = new URL(path, location.href);
  if (!ownAddress() || address.origin !== location.origin) return false;
  const answer = await fetch(address, { credentials: "omit" }).catch(() => null);
  if (!answer?.ok) return false;
  await openReceipt(new File([await answer.arrayBuffer()], address.pathname.split("/").pop()));
  return true;
}

function speakEverywhere(code) {
  speak(code);
  showChosen();
  show("receipt");
  show("recount");
}

function listen() {
  for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => speakEverywhere(button.dataset.language));
  byId("log-address").addEventListener("input", () => {
    chosen.folder = null;
    byId("log-folder").value = "";
    showChosen();
  });
  byId("log-folder").addEventListener("change", ({ target }) => {
    chosen.folder = target.files.length ? filesOf(target.files) : null;
    showChosen();
  });
  byId("log-forget").addEventListener("click", forget);
  byId("receipt-file").addEventListener("change", ({ target }) => target.files[0] && openReceipt(target.files[0]));
  byId("receipt").addEventListener("submit", (event) => {
    event.preventDefault();
    run("receipt", receiptTask());
  });
  byId("recount").addEventListener("submit", (event) => {
    event.preventDefault();
    run("recount", source(), { petition: byId("recount-petition").value.trim() });
  });
  addEventListener("hashchange", readFragment);
  addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    if (event.dataTransfer.files[0]) openReceipt(event.dataTransfer.files[0]);
  });
}

byId("without").hidden = true;
for (const id of ["with", "languages"]) byId(id).hidden = false;
byId("log-address").value = ownAddress();
byId("log-details").open = !ownAddress();
listen();
speakEverywhere(navigator.languages.map((tag) => tag.slice(0, 2)).find((code) => code in WORDS) ?? "en");
readFragment();
