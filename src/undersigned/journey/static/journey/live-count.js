// Keeps every [data-live-count] current: asks its count file each ten seconds while the page is looked at,
// less often when the file does not come. Without this script the page shows the count as of its loading.

const EVERY = 10_000; // milliseconds
const SLOWEST = 160_000;
const places = new Map();
for (const place of document.querySelectorAll("[data-live-count]")) {
  const address = place.dataset.liveCount;
  places.set(address, [...(places.get(address) ?? []), place]);
}
const words = new Intl.NumberFormat(`${document.documentElement.lang}-US`, { useGrouping: "always" });

let wait = EVERY;
let timer = 0;

function show(place, confirmed) {
  if (place instanceof HTMLProgressElement) {
    place.value = confirmed;
  } else if (place.value !== String(confirmed)) {
    place.value = String(confirmed);
    place.textContent = words.format(confirmed);
  }
}

async function ask() {
  try {
    for (const [address, shown] of places) {
      const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
      if (!answer.ok) throw new Error(`count: ${answer.status}`);
      const { confirmed } = await answer.json();
      shown.forEach((place) => show(place, confirmed));
    }
    wait = EVERY;
  } catch {
    wait = Math.min(wait * 2, SLOWEST);
  }
  next();
}

function next() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, wait);
}

document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
next();
