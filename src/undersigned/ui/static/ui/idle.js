// Five minutes before the session ends for want of a click, say so. One press keeps it, and what was typed.
// A click in any tab counts for all of them.

const WARNING = 5 * 60 * 1000;
const note = document.getElementById("idle");
const idle = Number(note.dataset.seconds) * 1000;

const clicked = () => localStorage.setItem("clicked", Date.now());
const left = () => Number(localStorage.getItem("clicked")) + idle - Date.now();
const show = () => {
  note.hidden = left() > WARNING || left() < 0;
};

note.querySelector("button").addEventListener("click", async () => {
  const answer = await fetch(note.dataset.stay, { method: "HEAD", redirect: "manual" });
  if (answer.ok) clicked();
  show();
});

clicked();
setInterval(show, 10_000);
