// Draws the lines again from the announcement and the dice (docs/open-data/draw.md), and compares them with the page.

const SPACE = 1n << 256n;
const encoder = new TextEncoder();

async function sha256(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function draw(seed, size, wanted) {
  const fair = SPACE - (SPACE % BigInt(size));
  const drawn = new Set();
  for (let counter = 1; drawn.size < wanted; counter += 1) {
    const roll = BigInt("0x" + (await sha256(`${seed},${counter}`)));
    if (roll < fair) drawn.add(Number(roll % BigInt(size)));
  }
  return [...drawn];
}

async function entries(told, stratum, dice, wanted) {
  const message = `undersigned/v1 draw\n${told.checkpoint}petition ${told.petition}\nstratum ${stratum.name}\ndice ${dice}\n`;
  const places = await draw(await sha256(message), stratum.entries.length, wanted);
  return places.map((place) => stratum.entries[place]);
}

async function agree(told, dice) {
  let number = 0;
  for (const body of document.querySelectorAll("[data-stratum]")) {
    const shown = Array.from(body.rows, (row) => Number(row.dataset.entry));
    const stratum = told.strata.find((one) => one.name === body.dataset.stratum);
    const own = await entries(told, stratum, dice, shown.length);
    if (own.join() !== shown.join()) return 0;
    number += shown.length;
  }
  return number;
}

const place = document.querySelector("[data-draw]");
const button = place.querySelector("button");
const said = place.querySelector("output");
button.hidden = false;
button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    const answer = await fetch(place.dataset.draw);
    if (!answer.ok) throw new Error(String(answer.status));
    const number = await agree(await answer.json(), place.dataset.dice);
    said.textContent = number ? place.dataset.agree.replace("%(number)s", number) : place.dataset.differ;
  } catch {
    said.textContent = place.dataset.unread;
  }
  button.disabled = false;
});
