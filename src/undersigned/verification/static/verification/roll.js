// Shows how much of a roll's file is read, and the whole page anew once it is done or refused.
// Without this script a link on the page does it; and so it does ten minutes later, since whoever left the desk
// should be signed out in time, and every question here counts as a click.

const EVERY = 1_000; // milliseconds
const SLOWEST = 30_000;
const END = Date.now() + 600_000;
const place = document.querySelector("[data-progress]");
const bar = place.querySelector("progress");
const number = place.querySelector("[data-read]");
const words = new Intl.NumberFormat(`${document.documentElement.lang}-US`, { useGrouping: "always" });
let wait = EVERY;

async function ask() {
  try {
    const answer = await fetch(place.dataset.progress);
    if (!answer.ok) throw new Error(`progress: ${answer.status}`);
    const { state, done, read } = await answer.json();
    if (state !== place.dataset.state) return location.reload();
    bar.value = done;
    number.textContent = words.format(read);
    wait = EVERY;
  } catch {
    wait = Math.min(wait * 2, SLOWEST);
  }
  if (Date.now() < END) setTimeout(ask, wait);
}

setTimeout(ask, wait);
