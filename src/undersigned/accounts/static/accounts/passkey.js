// allauth reports a passkey that did not work, or that somebody stopped, as an event: say so on the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-problem").hidden = false;
});
