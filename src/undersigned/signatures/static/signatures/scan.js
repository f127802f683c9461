// Works out the SHA-256 of a scan that is chosen, and puts it into the form. The file itself goes nowhere.

const field = document.querySelector("#scan");
if (field && globalThis.crypto?.subtle) {
  const into = document.getElementById(field.dataset.into);
  const chosen = field.querySelector("input");
  field.hidden = false;
  chosen.addEventListener("change", async () => {
    const file = chosen.files[0];
    if (!file) return;
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    into.value = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  });
}
