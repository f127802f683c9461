// A signer's checks: is my signature in the log, is it mine, does it still count?

/** Check a receipt: what it proves by itself, whether the opening gives its leaf, and what the log says today. */
function checkReceipt(task, progress) {
  const report = new Report();
  return report.run(async () => {
    const receipt = await report.step("read", () => signatureOf(task.receipt), ({ leaf }) => leaf);
    const read = reader(task);
    const trusted = await report.step("key", () => trustedBy(read, task), () => ({}));
    const then = await report.step("sealed", () => openedThen(read, receipt.said, trusted, task), told);
    const prove = () => checkInclusion(leafHash(receipt.entry), receipt.index, then, receipt.proof);
    await report.step("included", prove, () => ({ index: receipt.index, size: then.size }));
    if (task.opening) await report.step("mine", () => checkMine(task, receipt.leaf)).catch(unlessRefused);
    const open = async () => opened(fromUtf8(await read("checkpoint")), trusted, task);
    const tip = await report.step("today", async () => sameLog(await open(), then), told);
    const fate = await report.step("counts", () => fateOf(read, tip, task, { receipt, then, progress }));
    Object.assign(report, { fate, tip: told(tip) });
  });
}

function unlessRefused(error) {
  if (!(error instanceof Refusal)) throw error;
}

/** A receipt and the signature that it is for: its bytes `entry`, read as `leaf`. */
function signatureOf(bytes) {
  const receipt = receiptOf(bytes);
  const leaf = leafAt(receipt.leaf, receipt.index);
  refuseUnless(leaf.kind === "sign", "not-a-signature");
  return { ...receipt, entry: receipt.leaf, leaf };
}

function sameLog(tip, then) {
  refuseUnless(tip.origin === then.origin, "another-log", { origin: then.origin });
  return tip;
}

/** Whether what a signer typed gives the leaf. Refuses if not, or if too little was typed to tell. */
function checkMine({ opening, values, ward }, leaf) {
  refuseUnless(/^[A-Za-z0-9_-]{43}$/.test(opening), "opening");
  const key = fromBase64(`${opening.replaceAll("-", "+").replaceAll("_", "/")}=`, HASH_BYTES);
  refuseUnless(values.name && values.email, "no-data");
  const ways = ["web", "paper"].map((via) => commitments(key, leaf.petition, { ...values, via }, ward));
  const made = ways.find(({ c }) => c === leaf.c);
  refuseUnless(made, "not-mine");
  refuseUnless(!ward || made.w === leaf.w, "not-my-ward");
  return {};
}

/** What became of the signature after the receipt was written: { state: active|withdrawn|void, day, reason }.

A log that continues the receipt's state still has the entry: its hash is in that state's root. */
async function fateOf(read, tip, task, { receipt, then, progress }) {
  const { index, leaf } = receipt;
  let fate = { state: "active", day: leaf.day };
  let purged = "";
  const visit = (found, at) => {
    if (at <= index) return;
    const { kind, petition, day, reason, ...later } = leafAt(found, at);
    if (petition === leaf.petition && kind === "purge") purged = day;
    if (later.leaf !== index || !(kind in STATES)) return;
    refuseUnless(petition === leaf.petition && AFTER[fate.state].includes(kind), "rule", { index: at, kind });
    fate = { state: STATES[kind], day, reason };
  };
  const first = Math.floor(index / TILE);
  const { last } = await grown(read, tip, task, { first, marks: [then], visit, progress });
  return { ...fate, purged, last };
}

const AFTER = { active: ["withdraw", "void"], void: ["withdraw", "restore"], withdrawn: [] };
const STATES = { __proto__: null, withdraw: "withdrawn", void: "void", restore: "active" };
