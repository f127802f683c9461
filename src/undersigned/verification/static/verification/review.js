// A reviewer decides with one key. The keys work only while the focus is in the part of the page that is reviewed, and
// in none of its fields; so nobody decides who only types or dictates. Without this script each key is a button.

const DEAF = 400; // milliseconds after the page is shown: a key held down must not decide on the next line
const shownAt = performance.now();
const place = document.querySelector("[data-review]");

function pressed(event) {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (performance.now() - shownAt < DEAF) return;
  if (!place.contains(document.activeElement) || event.target.matches("input, textarea, select")) return;
  const key = CSS.escape(event.key.toLowerCase());
  const button = document.querySelector(`[data-key="${key}"]`);
  const field = document.querySelector(event.key === "/" ? "#id_words" : `[data-key-focus="${key}"]`);
  if (!button && !field) return;
  event.preventDefault();
  if (button) button.click();
  else field.select();
}

document.addEventListener("keydown", pressed);
for (const words of document.querySelectorAll("[data-keys]")) words.hidden = false;
if (!document.querySelector("[autofocus]") && !location.hash) place.focus({ preventScroll: true });
