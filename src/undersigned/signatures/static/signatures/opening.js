// The letter's link ends in the opening, after "#", which no browser sends. The button takes it along to the page
// that follows, and that page's link takes it to the receipt. Without this script the letter's own link still has it.

const opening = location.hash;

if (/^#[A-Za-z0-9_-]{43}$/.test(opening)) {
  for (const form of document.querySelectorAll('form[action*="/confirm/"]')) form.action += opening;
  for (const link of document.querySelectorAll('a[href*="/receipts/"]')) link.href += opening;
}
