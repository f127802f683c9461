// The lines of which the log is made, and which may follow which: Undersigned's own grammar,
// undersigned/v1 (docs/open-data/log.md). A leaf has exactly one form; any other is refused.

const LONGEST_LEAF = 1024;
const DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const HASH = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="; // the last digit holds 4 bits and two zeros
const NUMBER = "0|[1-9][0-9]{0,14}";
const VKEY = "[!-*,-~]{1,255}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{4,200}={0,2}";
const REASON = "dup|roll|form|fraud|age|other";

/** Each kind's own lines, in order: the word before the value, the value's pattern. */
const LINES = {
  __proto__: null,
  open: [["text", HASH], ["rules", HASH], ["wards", HASH], ["notice", HASH], ["clerk", `-|${VKEY}`], ["closes", `-|${DAY}`]],
  sign: [["c", HASH], ["w", HASH]],
  withdraw: [["leaf", NUMBER]],
  void: [["leaf", NUMBER], ["reason", REASON]],
  restore: [["leaf", NUMBER]],
  count: [["signed", NUMBER], ["withdrawn", NUMBER], ["void", NUMBER], ["net", NUMBER]],
  note: [["doc", HASH], ["name", "[a-z0-9_-]{1,80}"]],
  close: [],
  purge: [],
};
const NUMBERS = new Set(["leaf", "signed", "withdrawn", "void", "net"]);
const HEADER = new RegExp(`^undersigned/v1 ([a-z]{1,16})\npetition ([a-z0-9-]{1,32})\nday (${DAY})\n`);
const OTHER = /^(?:[a-z]{1,16} [!-~](?:[ -~]*[!-~])?\n)*$/; // the lines of a kind not known here
const WITHHELD = new RegExp(`^withheld (${NUMBER}) (person|law|other)\n$`);
const BODIES = Object.fromEntries(
  Object.entries(LINES).map(([kind, lines]) => {
    const body = lines.map(([word, pattern]) => `${word} (${pattern})\n`).join("");
    return [kind, new RegExp(`^${body}$`)];
  }),
);

/** A leaf's kind, petition, day and values; `known: false` if its kind is not known here. */
function leafOf(bytes) {
  const text = String.fromCharCode.apply(null, bytes.subarray(0, LONGEST_LEAF + 1));
  const [header, kind, petition, day] = HEADER.exec(text) ?? [];
  refuseUnless(header && bytes.length <= LONGEST_LEAF && isDay(day), "leaf");
  const body = text.slice(header.length);
  const leaf = { kind, petition, day, known: kind in LINES };
  if (!leaf.known) {
    refuseUnless(OTHER.test(body), "leaf");
    return leaf;
  }
  refuseUnless(petition !== "-" || kind === "note", "leaf");
  const withheld = kind === "note" && WITHHELD.exec(body);
  if (withheld) return { ...leaf, kind: "withheld", leaf: +withheld[1], reason: withheld[2] };
  const values = BODIES[kind].exec(body);
  refuseUnless(values, "leaf");
  LINES[kind].forEach(([word], at) => {
    leaf[word] = NUMBERS.has(word) ? +values[at + 1] : values[at + 1];
  });
  refuseUnless(kind !== "open" || leaf.closes === "-" || isDay(leaf.closes), "leaf");
  return leaf;
}

const days = new Map(); // a log has few different ones

function isDay(text) {
  if (!days.has(text)) {
    const time = Date.parse(`${text}T00:00:00Z`);
    days.set(text, text >= "0001" && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text));
  }
  return days.get(text);
}

const [NOTHING, ACTIVE, WITHDRAWN, VOID, DOCUMENT, GONE] = [0, 1, 2, 3, 4, 5]; // what stands at a place of the log
const MARKS = 8; // a place holds its petition's number times this, and one of these
const PUTS = { __proto__: null, sign: ACTIVE, note: DOCUMENT, open: DOCUMENT }; // of an open leaf, its four files
const FROM = { withdraw: [ACTIVE, VOID], void: [ACTIVE], restore: [VOID] };
const TO = { withdraw: WITHDRAWN, void: VOID, restore: ACTIVE };

/** A log's rules at work: take every leaf in order, then read the figures. Four bytes for each leaf. */
class Machine {
  constructor() {
    this.size = 0;
    this.places = new Uint32Array(1024);
    this.petitions = new Map();
    this.unknown = new Map(); // kind → how often
    this.withheld = []; // { leaf, reason, day }
    this.documents = 0;
  }

  take(leaf) {
    const petition = this.petitions.get(leaf.petition) ?? newPetition(this.petitions.size);
    refuseUnless(this.allows(petition, leaf), "rule", { index: this.size, kind: leaf.kind });
    this.petitions.set(leaf.petition, petition);
    this.change(petition, leaf);
    if (this.size === this.places.length) this.places = widened(this.places);
    this.places[this.size++] = petition.number * MARKS + (PUTS[leaf.kind] ?? NOTHING);
  }

  allows({ number, state, ...figures }, leaf) {
    const holds = (...marks) => leaf.leaf < this.size && marks.some((mark) => this.places[leaf.leaf] === number * MARKS + mark);
    if (!leaf.known || leaf.kind === "note") return true;
    if (leaf.kind === "withheld") return holds(DOCUMENT);
    if (leaf.kind === "open") return state === "none";
    if (leaf.kind === "sign" || leaf.kind === "close") return state === "open";
    if (leaf.kind === "purge") return state === "closed";
    if (leaf.kind === "count") return state !== "none" && countsAs(figures, leaf);
    return (state === "open" || state === "closed") && holds(...FROM[leaf.kind]);
  }

  change(petition, leaf) {
    if (!leaf.known) this.unknown.set(leaf.kind, (this.unknown.get(leaf.kind) ?? 0) + 1);
    else if (leaf.kind === "note") this.documents++;
    else if (leaf.kind === "withheld") {
      this.withheld.push({ leaf: leaf.leaf, reason: leaf.reason, day: leaf.day });
      this.places[leaf.leaf] = petition.number * MARKS + GONE;
    } else if (leaf.kind === "sign") petition.signed++;
    else if (leaf.kind in TO) this.move(petition, leaf);
    else petition.state = { open: "open", close: "closed", purge: "purged" }[leaf.kind] ?? petition.state;
  }

  move(petition, { kind, leaf }) {
    if (this.places[leaf] % MARKS === VOID) petition.void--;
    if (kind === "withdraw") petition.withdrawn++;
    if (kind === "void") petition.void++;
    this.places[leaf] = petition.number * MARKS + TO[kind];
  }

  /** Each petition that opened, in the log's order: { name, state, signed, withdrawn, void, net }. */
  figures() {
    return [...this.petitions]
      .filter(([, { state }]) => state !== "none")
      .map(([name, { state, signed, withdrawn, void: voided }]) => (
        { name, state, signed, withdrawn, void: voided, net: signed - withdrawn - voided }
      ));
  }
}

function newPetition(number) {
  return { number, state: "none", signed: 0, withdrawn: 0, void: 0 };
}

function countsAs({ signed, withdrawn, void: voided }, leaf) {
  const net = signed - withdrawn - voided;
  return leaf.signed === signed && leaf.withdrawn === withdrawn && leaf.void === voided && leaf.net === net;
}

function widened(places) {
  const wider = new Uint32Array(2 * places.length);
  wider.set(places);
  return wider;
}

/** The commitments c and w, as a `sign` leaf has them, of what a signer typed (commitment.py). */
function commitments(opening, petition, values, ward) {
  const salt = (field) => hmac(opening, utf8(`undersigned/v1 salt\n${field}`));
  const text = (value) => utf8(value.normalize("NFC"));
  const fields = ["name", "address", "email", "via", "evidence"].map((field) =>
    sha256(utf8(`undersigned/v1 field\n${field}\n`), salt(field), text(values[field] ?? "")),
  );
  return {
    c: toBase64(sha256(utf8(`undersigned/v1 commit\n${petition}\n`), ...fields)),
    w: toBase64(sha256(utf8(`undersigned/v1 ward\n${petition}\n`), salt("ward"), text(ward))),
  };
}
