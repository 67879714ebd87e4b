// The television on a page: draws what the device streams, and sends back what people press.
"use strict";

const byId = (id) => document.getElementById(id);

/** Make an element; `null` attributes are left out, strings become text. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

async function send(action, parameters = {}) {
  await fetch(`/do/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(parameters),
  });
}

function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const HUES = { film: 214, screen: 262, note: 338, computer: 190, gear: 220, lens: 152, waves: 284, camera: 28 };
const SHELF = ["movie", "rental", "episode", "track_1", "song", "podcast"];
const STATES = {
  loading: "Loading…", stopped: "Stopped", paused: "Paused", playing: "Playing",
  fast_forward: "Fast forward", rewind: "Rewind",
};

// ── Pages ────────────────────────────────────────────────────────────────────
// Each draws once; `update` then follows whatever may change while it stays on the screen.

const pages = {
  home: {
    build(page) {
      return el("div", { class: "page" },
        el("div", { class: "shelf", "aria-hidden": "true" },
          ...SHELF.map((key) => el("img", { src: `/cover/${key}`, alt: "" }))),
        el("div", { class: "tiles" }, ...page.entries.map((entry, index) =>
          el("button", {
            class: "tile", style: `--hue: ${HUES[entry.icon]}`, tabindex: "-1", "data-index": index,
            "data-testid": `entry-${index}`, onclick: () => send("entry", { index }),
          }, el("span", { class: "face" }, icon(entry.icon)), el("span", {}, entry.title)))));
    },
    update: markEntry,
  },

  list: {
    build(page) {
      return el("div", { class: "page list" },
        el("div", { class: "preview", "aria-hidden": "true" }),
        el("div", { class: "menu" },
          el("h1", {}, page.title),
          el("ul", {}, ...page.entries.map((entry, index) => el("li", {},
            el("button", {
              class: "entry", tabindex: "-1", "data-index": index, "data-testid": `entry-${index}`,
              "data-role": entry.role || null, "data-more": entry.role === "more" ? "" : null,
              "aria-disabled": entry.enabled ? null : "true", "aria-label": entry.title,
              onclick: () => send("entry", { index }),
            }, el("span", {}, entry.title), el("small", {}, entry.detail))))),
          page.title === "Remotes"
            ? el("p", { class: "hint" }, "Choose a remote and enter the passcode that it shows.") : null));
    },
    update(page, root) {
      markEntry(page, root);
      const entry = page.entries[page.cursor];
      const preview = root.querySelector(".preview");
      const wanted = entry?.cover ?? (page.title === "Remotes" ? "!remote" : "!gear");
      if (preview.dataset.shows !== wanted) {
        preview.dataset.shows = wanted;
        preview.replaceChildren(wanted.startsWith("!") || wanted === "airplay"
          ? icon(wanted.startsWith("!") ? wanted.slice(1) : "screen")
          : el("img", { src: `/cover/${wanted}`, alt: "" }));
      }
    },
  },

  playing: {
    build(page, state) {
      const now = state.now;
      const source = `/cover/now?of=${encodeURIComponent(now.title)}`;
      return el("div", { class: "page playing" },
        now.cover ? el("img", { class: "backdrop", src: source, alt: "" }) : null,
        el("div", { class: "cover" },
          now.cover ? el("img", { src: source, alt: "Cover", "data-testid": "cover" })
            : icon(now.kind === "song" ? "note" : "film")),
        el("div", { class: "words" },
          el("h1", { "data-testid": "now-title" }, now.title),
          now.artist ? el("p", { "data-testid": "now-artist" }, now.artist) : null,
          now.album && now.album !== now.artist ? el("p", { class: "album", "data-testid": "now-album" }, now.album) : null,
          el("div", { class: "badges" })),
        el("div", { class: "progress" },
          el("span", { "data-testid": "now-position" }), el("div", { class: "track" }, el("i")),
          el("span", { "data-testid": "now-remaining" })));
    },
    update(page, root, state) {
      const now = state.now;
      const badges = [[STATES[now.state] ?? now.state, "state", "now-state"], [now.kind, "", "now-kind"]];
      if (now.shuffle) badges.push(["Shuffle", "", "now-shuffle"]);
      if (now.repeat !== "off") badges.push([`Repeat ${now.repeat}`, "", "now-repeat"]);
      if (state.volume !== null) badges.push([`Volume ${state.volume}`, "", "now-volume"]);
      root.querySelector(".badges").replaceChildren(...badges.map(([text, kind, id]) =>
        el("span", { class: `badge ${kind}`, "data-testid": id }, text)));
      root.since = performance.now();
      root.now = now;
      tick();
    },
  },

  keyboard: {
    build(page) {
      return el("div", { class: "page keyboard" },
        el("h1", {}, page.title),
        page.sub_text ? el("p", {}, page.sub_text) : null,
        el("div", { class: "field", role: "textbox", "aria-label": page.title, "aria-readonly": "true", "data-testid": "keyboard-text" }),
        el("div", { class: "keys" }, ...page.rows.map((row) => el("div", {}, ...row.map((key) => gridKey(key, key))))));
    },
    update(page, root) {
      root.querySelector(".field").textContent = page.text;
      markKey(page, root);
    },
  },

  pin: {
    build(page) {
      return el("div", { class: "page pin" },
        el("div", { class: "ask" },
          icon("remote"),
          el("h1", {}, page.title),
          el("p", {}, "Enter the passcode that ", el("strong", {}, page.remote), " shows."),
          el("div", { class: "digits", "data-testid": "pin-digits", role: "img" }, ...[0, 1, 2, 3].map(() => el("i"))),
          el("div", { class: "verdict", role: "status", "data-testid": "pin-result" })),
        el("div", { class: "pad-keys", role: "group", "aria-label": "Digits" },
          ...page.rows.flat().map((key) => key === "" ? el("span")
            : gridKey(key, key === "delete" ? icon("delete") : key))));
    },
    update(page, root) {
      const boxes = root.querySelectorAll(".digits i");
      boxes.forEach((box, index) => {
        box.textContent = page.digits[index] ?? "";
        box.classList.toggle("next", index === page.digits.length);
      });
      root.querySelector(".digits").setAttribute("aria-label", `${page.digits.length} of 4 digits`);
      const verdict = root.querySelector(".verdict");
      verdict.dataset.state = page.state;
      const text = {
        entry: "", checking: "Checking…", accepted: "Paired. The remote can be used now.",
        refused: "Incorrect passcode. Try again.",
      }[page.state];
      if (verdict.textContent !== text) verdict.textContent = text;
      markKey(page, root);
    },
  },
};

function gridKey(key, face) {
  return el("button", {
    class: "key", tabindex: "-1", "data-key": key, "data-testid": `pad-${key}`,
    "aria-label": key.length > 1 ? key[0].toUpperCase() + key.slice(1) : key,
    onclick: () => send("pad", { key }),
  }, face);
}

function markEntry(page, root) {
  for (const button of root.querySelectorAll("[data-index]")) {
    mark(button, Number(button.dataset.index) === page.cursor);
  }
}

function markKey(page, root) {
  for (const button of root.querySelectorAll(".key")) mark(button, button.dataset.key === page.cursor);
}

function mark(button, current) {
  if (current && !button.hasAttribute("aria-current")) {
    button.setAttribute("aria-current", "true");
    button.scrollIntoView({ block: "nearest" });
  } else if (!current) button.removeAttribute("aria-current");
}

// ── Drawing ──────────────────────────────────────────────────────────────────

let state = null;
let root = null;
let drawn = "";

/** What makes a page another one, so that clicks never hit an element that is being replaced. */
function signature({ awake, page, now }) {
  if (!awake) return "asleep";
  const { cursor, text, digits, state: progress, ...fixed } = page;
  return JSON.stringify(page.kind === "playing" ? [fixed, now?.title, now?.artist, now?.cover] : fixed);
}

function draw() {
  const picture = byId("picture");
  const page = state.page;
  const wanted = signature(state);
  if (wanted !== drawn) {
    drawn = wanted;
    root = state.awake ? pages[page.kind].build(page, state) : el("div", { class: "page dark", "data-testid": "asleep" });
    root.dataset.page = state.awake ? page.kind : "asleep";
    picture.replaceChildren(root);
  }
  if (state.awake) pages[page.kind].update(page, root, state);
  picture.removeAttribute("aria-busy");
  byId("lamp").classList.toggle("asleep", !state.awake);
  document.title = state.name;
  drawPanel();
}

/** Move the progress bar by the page's own clock between two changes. */
function tick() {
  const bar = root?.querySelector(".track i");
  if (!bar || !root.now) return;
  const { duration, position, rate } = root.now;
  const at = Math.min(Math.max(position + ((performance.now() - root.since) / 1000) * rate, 0), duration);
  bar.style.width = `${(at / duration) * 100}%`;
  root.querySelector("[data-testid=now-position]").textContent = clock(at);
  root.querySelector("[data-testid=now-remaining]").textContent = `−${clock(duration - at)}`;
}

function facts(rows) {
  return rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
}

function drawPanel() {
  byId("facts").replaceChildren(...facts([
    ["Name", state.name],
    ["Address", state.address],
    ["Service", state.service_name],
    ["Sessions", `${state.sessions}, ${state.polls} poll${state.polls === 1 ? "" : "s"} held`],
    ["Last keys", state.keys.join(" ") || "none"],
  ]));
  byId("sharing").setAttribute("aria-checked", String(state.home_sharing !== null));
  byId("sharing-text").textContent = state.home_sharing ?? "Off";
  redraw(byId("paired"), state.paired, () => state.paired.length
    ? state.paired.map(({ guid, name }) => el("li", {},
      el("span", {}, name, el("small", {}, guid)),
      el("button", { "aria-label": `Remove ${name}`, "data-testid": `remove-${guid}`, onclick: () => send("remove", { guid }) }, "Remove")))
    : [el("li", { class: "none" }, "None yet")]);
  const list = byId("faults");
  redraw(list, state.faults.map(({ name }) => name), () => state.faults.map(({ name, summary }) => el("li", {},
    el("button", {
      class: "fault", role: "switch", "data-fault": name, "data-testid": `fault-${name}`,
      onclick: (event) => send("fault", { name, on: event.currentTarget.getAttribute("aria-checked") !== "true" }),
    }, el("span", {}, name.toLowerCase().replaceAll("_", " "), el("small", {}, summary))))));
  for (const { name, on } of state.faults) {
    list.querySelector(`[data-fault=${name}]`).setAttribute("aria-checked", String(on));
  }
}

/** Rebuild a list only when what it lists has changed. */
function redraw(list, content, build) {
  const wanted = JSON.stringify(content);
  if (list.dataset.content !== wanted) {
    list.dataset.content = wanted;
    list.replaceChildren(...build());
  }
}

// ── Input ────────────────────────────────────────────────────────────────────

const PHYSICAL = {
  ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right",
  Enter: "select", Escape: "menu",
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !state?.awake) return;
  if (event.target.closest(".panel, .handle") && event.key !== "Escape") return;
  const kind = state.page.kind;
  const key = event.key;
  let handled = true;
  if (kind === "pin" && /^[0-9]$/.test(key)) send("pad", { key });
  else if ((kind === "pin" || kind === "keyboard") && key === "Backspace") send("pad", { key: "delete" });
  else if (kind === "keyboard" && key === "Enter") send("pad", { key: "done" });
  else if (kind === "keyboard" && [...key].length === 1) send("type", { text: key });
  else if (key === " ") send("press", { key: "playpause" });
  else if (key in PHYSICAL) send("press", { key: PHYSICAL[key] });
  else handled = false;
  if (handled) event.preventDefault();
});

for (const button of document.querySelectorAll(".infrared [data-key]")) {
  button.addEventListener("click", () => send("press", { key: button.dataset.key }));
}
for (const button of document.querySelectorAll(".panel [data-action]")) {
  button.addEventListener("click", () => send(button.dataset.action));
}

function togglePanel(open) {
  byId("panel").hidden = !open;
  byId("handle").setAttribute("aria-expanded", String(open));
}
byId("handle").addEventListener("click", () => togglePanel(byId("panel").hidden));
byId("close").addEventListener("click", () => { togglePanel(false); byId("handle").focus(); });

new EventSource("/events").addEventListener("message", (event) => {
  state = JSON.parse(event.data);
  draw();
});
setInterval(tick, 250);
