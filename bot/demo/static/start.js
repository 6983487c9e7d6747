// Keeps the list of channels up to date, so that new threads and messages show without a reload.
const list = document.getElementById("places");
const who = document.querySelector(".person[aria-current]").dataset.key;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
const query = new URLSearchParams({ as: who, tz: zone });
let shown = null;

async function look() {
  try {
    const answer = await fetch(`/places?${query}`, { cache: "no-store" });
    const html = await answer.text();
    document.body.classList.remove("ended");
    if (!answer.ok || html === shown) return;
    shown = html;
    const focused = document.activeElement?.dataset?.id;
    list.innerHTML = html;
    if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
  } catch {
    document.body.classList.add("ended");
  }
}

async function keepLooking() {
  await look();
  setTimeout(keepLooking, 1000);
}

keepLooking();
