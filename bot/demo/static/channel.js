// Puts our list of channels beside a channel's page, and lets times count and channel names lead somewhere.
const here = document.documentElement.dataset.channel;
const viewer = document.getElementById("viewer-picker");
const list = document.createElement("nav");
list.id = "demo-places";
list.setAttribute("aria-label", "Channels and messages");
document.getElementById("messages-sidebar").prepend(list);
const toggle = document.getElementById("messages-toggle");
toggle.lastChild.textContent = "Channels";
let shown = null;

function show(html) {
  shown = html;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  list.innerHTML = html;
  const current = list.querySelector(`[data-id="${here}"]`);
  current?.setAttribute("aria-current", "page");
  if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
  if (current) document.title = `${current.dataset.name} · Greenroom demo`;
  linkHome();
}

function linkHome() {
  const brand = document.querySelector(".preview-brand");
  const place = list.querySelector("a");
  if (!place || brand.querySelector("a")) return;
  const home = document.createElement("a");
  home.href = new URL("/", place.href).href;
  home.textContent = "Greenroom demo";
  home.title = "Back to the start page";
  brand.replaceChildren(home);
}

function linkMentions() {
  for (const mention of document.querySelectorAll("span.mention")) {
    const name = mention.textContent.replace(/^#/, "");
    const places = [...list.querySelectorAll("a")].filter((place) => place.dataset.name === name);
    if (!mention.textContent.startsWith("#") || !places.length) continue;
    const link = document.createElement("a");
    link.className = "mention";
    // Of rounds with the same name the newest is meant.
    link.href = places.at(-1).href;
    link.textContent = mention.textContent;
    mention.replaceWith(link);
  }
}

// Discord names people in embeds too.
const PERSON = /<@!?(\d+)>/;

function namePeople() {
  for (const part of document.querySelectorAll(".embed-card :is(.embed-description, .embed-field-value)")) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const found = PERSON.exec(text.data);
      const person = found && [...viewer.options].find((one) => one.value === found[1]);
      if (!person) continue;
      const mention = document.createElement("span");
      mention.className = "mention";
      mention.textContent = `@${person.textContent.trim()}`;
      const rest = text.splitText(found.index);
      rest.data = rest.data.slice(found[0].length);
      rest.before(mention);
    }
  }
}

new MutationObserver(namePeople).observe(document.getElementById("channel-message-list"), {
  childList: true, subtree: true,
});

const RELATIVE = /^(in .*|.* ago|now|(this|next|last) .*|tomorrow|yesterday)$/;
const UNITS = [["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
// Seconds by which the demo's time is ahead of this machine's.
let ahead = 0;
const words = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });

function count() {
  for (const time of document.querySelectorAll("time.discord-timestamp")) {
    if (!time.dataset.relative && !RELATIVE.test(time.textContent)) continue;
    time.dataset.relative = "yes";
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000 - ahead;
    const [unit, size] = UNITS.find(([, least]) => Math.abs(seconds) >= least) ?? UNITS.at(-1);
    const text = words.format(Math.round(seconds / size), unit);
    if (time.textContent !== text) time.textContent = text;
  }
}

// Discord offers choices as soon as an option is entered, and no longer once it is filled in.
document.getElementById("channel-composer").addEventListener("focusin", ({ target }) => {
  if (!target.matches(".command-option-input")) return;
  target.dispatchEvent(target.value
    ? new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true })
    : new Event("input"));
});

// Who is near the end of the conversation stays there when it grows. The page itself may put back what was on the
// screen until it has settled, so this holds on a little longer, unless somebody scrolls.
const timeline = document.getElementById("channel-timeline");
const NEAR = 150;
const HOLD = 1500;
let gap = 0;
let heldUntil = 0;
const measure = () => { gap = timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight; };

function hold() {
  if (performance.now() > heldUntil) return;
  timeline.scrollTop = timeline.scrollHeight;
  requestAnimationFrame(hold);
}

const growth = new ResizeObserver(() => {
  if (gap >= NEAR) return measure();
  heldUntil = performance.now() + HOLD;
  hold();
});
growth.observe(timeline);
growth.observe(document.getElementById("channel-message-list"));
timeline.addEventListener("scroll", () => { if (performance.now() > heldUntil) measure(); }, { passive: true });
for (const deed of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  timeline.addEventListener(deed, () => { heldUntil = 0; }, { passive: true });
}

// Files of a message: chosen, dropped or pasted, they wait above the message box until it is sent.
const MOST_FILES = 10;
const MOST_BYTES = 10 * 1024 * 1024;
const composer = document.getElementById("channel-composer");
const picker = document.createElement("input");
Object.assign(picker, { type: "file", multiple: true, id: "demo-files", tabIndex: -1 });
picker.setAttribute("aria-label", "Files for your message");
const attach = document.createElement("button");
Object.assign(attach, { type: "button", id: "demo-attach", title: "Attach files", textContent: "+" });
attach.setAttribute("aria-label", "Attach files");
attach.addEventListener("click", () => picker.click());
const tray = document.createElement("ul");
tray.id = "demo-tray";
tray.setAttribute("aria-label", "Files to send");
composer.querySelector(".composer-row").prepend(attach, picker);
composer.prepend(tray);
let waiting = [];

function drawTray(complaint = "") {
  tray.replaceChildren(...waiting.map((file) => {
    const row = document.createElement("li");
    const remove = document.createElement("button");
    Object.assign(remove, { type: "button", textContent: "×" });
    remove.setAttribute("aria-label", `Remove ${file.name}`);
    remove.addEventListener("click", () => { waiting = waiting.filter((one) => one !== file); drawTray(); });
    row.append(`📎 ${file.name}`, remove);
    return row;
  }));
  if (!complaint) return;
  const row = document.createElement("li");
  row.className = "complaint";
  row.setAttribute("role", "alert");
  row.textContent = complaint;
  tray.append(row);
}

function take(files) {
  const fitting = [...files].filter((file) => file.size <= MOST_BYTES);
  const all = [...waiting, ...fitting];
  waiting = all.slice(0, MOST_FILES);
  const tooLarge = fitting.length < files.length ? "A file over 10 MB does not fit into a message." : "";
  drawTray(tooLarge || (all.length > MOST_FILES ? "A message takes up to 10 files." : ""));
  document.getElementById("channel-composer-input")?.focus();
}

function write(box, text) {
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

async function sendFiles() {
  const box = document.getElementById("channel-composer-input");
  const text = box.value;
  const sent = waiting;
  const message = new FormData();
  message.append("text", text);
  for (const file of sent) message.append("file", file, file.name);
  waiting = [];
  drawTray();
  write(box, "");
  composer.setAttribute("aria-busy", "true");
  try {
    const headers = { "X-Demo-Files": "1" };
    const answer = await fetch(`/api/action?as=${viewer.value}`, { method: "POST", headers, body: message });
    if (!answer.ok) throw new Error(String(answer.status));
  } catch {
    waiting = [...sent, ...waiting];
    drawTray("That was not sent. Try again.");
    if (!box.value) write(box, text);
  } finally {
    composer.removeAttribute("aria-busy");
  }
}

picker.addEventListener("change", () => { take([...picker.files]); picker.value = ""; });
composer.addEventListener("submit", (event) => {
  if (!waiting.length || composer.querySelector(".command-row")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  sendFiles();
}, true);
composer.addEventListener("paste", (event) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  take(event.clipboardData.files);
});
const conversation = document.getElementById("channel-layout");
conversation.addEventListener("dragover", (event) => event.preventDefault());
conversation.addEventListener("drop", (event) => {
  event.preventDefault();
  if (!composer.hidden) take(event.dataTransfer.files);
});

// Of what the page reports only trouble concerns a visitor.
const status = document.getElementById("action-status");
const TROUBLE = /not completed|uncertain|interrupted|ended|closed|unavailable/;

async function look() {
  count();
  status.classList.toggle("demo-trouble", TROUBLE.test(status.textContent));
  if (viewer.value) {
    try {
      const answer = await fetch(`/demo/places?as=${viewer.value}`, { cache: "no-store" });
      const html = await answer.text();
      ahead = Number(answer.headers.get("X-Demo-Ahead")) || 0;
      if (answer.ok && html !== shown) show(html);
    } catch {
      // The demo has ended; the page says so itself.
    }
  }
  linkMentions();
  setTimeout(look, 1000);
}

look();
