// What this page can be asked to do, with everything it needs: recount a log, check a receipt.
// A report holds codes and facts; words.*.json says them.

const UNCERTAIN = new Set([MISSING, "unreachable", "status", "no-log", "no-key", "no-data"]); // nothing is proven wrong

const DIGITS = 20; // of a key's fingerprint that people compare

/** A check as it goes: its steps, each { name, state: good|bad|open, code, facts }. */
class Report {
  constructor() {
    this.steps = [];
  }

  /** Do a step. A refusal ends it badly, or leaves it open if nothing was proven wrong, and is thrown on. */
  async step(name, make, tell = (facts) => facts) {
    try {
      const result = await make();
      this.steps.push({ name, state: "good", facts: tell(result) });
      return result;
    } catch (refusal) {
      const { code, facts } = refusal;
      if (!(refusal instanceof Refusal)) throw refusal;
      this.steps.push({ name, state: UNCERTAIN.has(code) ? "open" : "bad", code, facts });
      throw refusal;
    }
  }

  /** Do what a report is about until it ends or a step refuses to go on. */
  async run(make) {
    try {
      await make();
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
    }
    return { ...this };
  }
}

function reader({ files, address }) {
  if (files) return readerOf(files);
  if (address) return readerAt(address);
  return async () => {
    throw new Refusal("no-log");
  };
}

/** The policy or key that was typed, or what lies beside the log: { policy, trust: typed|fetched }. */
async function trustedBy(read, { policy }) {
  if (policy.trim()) return { policy: policyOf(policy), trust: "typed" };
  const found = (await readIfThere(read, "policy")) ?? (await readIfThere(read, "vkey"));
  refuseUnless(found, "no-key");
  refuseUnless(found.endsWith("\n"), "policy");
  return { policy: policyOf(found), trust: "fetched" };
}

async function readIfThere(read, path) {
  try {
    return fromUtf8(await read(path));
  } catch (refusal) {
    if (refusal.code === MISSING) return null;
    throw refusal;
  }
}

/** A checkpoint whose seals are good. Refuses a key that does not begin with the fingerprint that was typed. */
function opened(said, { policy, trust }, { fingerprint: typed }) {
  const state = checkpointOf(said, policy);
  const own = fingerprint(state.vkey);
  const shown = own.slice(0, DIGITS).match(/.{4}/g).join(" ");
  const digits = typed.toLowerCase().replace(/[\s:-]/g, "");
  refuseUnless(!digits || (digits.length >= DIGITS && own.startsWith(digits)), "fingerprint", { fingerprint: shown });
  return { ...state, fingerprint: shown, trust: digits ? "compared" : trust };
}

/** What people are told of an opened checkpoint. */
function told({ origin, size, root, fingerprint: digits, trust, witnesses, enough, said }) {
  return { origin, size, root: toBase64(root), fingerprint: digits, trust, witnesses, enough, said };
}

/** Walk a log to its sealed state, which must extend the earlier states that are known: a receipt's, this browser's. */
async function grown(read, tip, { memory }, { first = 0, marks = [], visit, progress }) {
  const last = memory[tip.origin];
  const known = last ? [...marks, stateOf(last.said)] : marks;
  const [latest] = known.slice().sort((a, b) => b.size - a.size);
  const shrunk = latest && latest.size > tip.size;
  refuseUnless(!shrunk, "shrunk", { before: latest?.size, size: tip.size, evidence: [latest?.said, tip.said] });
  const start = Math.min(first, ...known.map(({ size }) => Math.floor(size / TILE)));
  const [broken] = await walk(read, tip, { first: start, marks: known, visit, progress });
  refuseUnless(!broken, "fork", { size: broken?.size, evidence: [broken?.said, tip.said] });
  return { size: tip.size, last: last?.day ?? "" };
}

/** Count everything again, from the first entry. */
function recount(task, progress) {
  const report = new Report();
  return report.run(async () => {
    const read = reader(task);
    const trusted = await report.step("key", () => trustedBy(read, task), () => ({}));
    const open = async () => opened(fromUtf8(await read("checkpoint")), trusted, task);
    const tip = await report.step("sealed", open, told);
    const machine = new Machine();
    const visit = (entry, index) => machine.take(leafAt(entry, index));
    await report.step("whole", () => grown(read, tip, task, { visit, progress }));
    const { documents, withheld, unknown } = machine;
    Object.assign(report, { petitions: machine.figures(), documents, withheld, unknown: [...unknown], tip: told(tip) });
  });
}

function leafAt(entry, index) {
  try {
    return leafOf(entry);
  } catch {
    throw new Refusal("leaf", { index });
  }
}
