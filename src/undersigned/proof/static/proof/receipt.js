// The opening stands in the address after "#", which no browser sends. If it is there, the link to the verifier
// takes it along and it can be saved; all of this on the signer's own device. Without this script the page says so.

const opening = location.hash.slice(1);
const verify = document.getElementById("verify");
const save = document.getElementById("opening-save");

if (save && /^[A-Za-z0-9_-]{43}$/.test(opening)) {
  if (verify) verify.href += `&opening=${opening}`;
  document.getElementById("opening-gone").hidden = true;
  document.getElementById("opening-there").hidden = false;
  save.hidden = false;
  save.firstElementChild.href = URL.createObjectURL(new Blob([`${opening}\n`], { type: "text/plain" }));
}
