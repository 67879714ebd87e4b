// The hub on a page: draws what it streams, and sends back what people press.
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

const drawn = new WeakMap();

/** Draw a list anew only when it changed, so that no button goes away under a finger. */
function redraw(element, data, build) {
  const text = JSON.stringify(data);
  if (drawn.get(element) === text) return;
  drawn.set(element, text);
  element.replaceChildren(...data.map(build));
}

const PHASES = { off: "Off", starting: "Starting", running: "Running", stopping: "Turning off", gone: "Not reachable" };
const LAMPS = { off: "on", running: "on", starting: "busy", stopping: "busy", gone: "dark" };

function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const length = (seconds) => (seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`);

// ── Parts ────────────────────────────────────────────────────────────────────

function drawHub(state) {
  document.title = `${state.name} (simulated hub)`;
  byId("name").textContent = state.name;
  byId("facts").textContent = `${state.address} · firmware ${state.firmware}`;
  byId("lamp").dataset.state = LAMPS[state.now.phase];
  const chips = Object.entries(state.clients).map(([transport, count]) =>
    ({ id: transport, text: `${transport} ${count}`, live: count > 0 }));
  if (state.sleep_timer !== null) chips.push({ id: "sleep", text: "", warm: true });
  if (state.text) chips.push({ id: "text", text: `typed “${state.text}”` });
  redraw(byId("chips"), chips, (chip) => el("li", {
    id: chip.id === "sleep" ? "sleep" : null, "data-testid": `chip-${chip.id}`,
    "data-live": chip.live ? "" : null, "data-warm": chip.warm ? "" : null,
  }, chip.text));
  asleepAt = state.sleep_timer === null ? null : performance.now() + state.sleep_timer * 1000;
  tick();
}

let asleepAt = null;

function tick() {
  const chip = byId("sleep");
  if (chip && asleepAt !== null) chip.textContent = `sleeps in ${clock((asleepAt - performance.now()) / 1000)}`;
}

function drawNow(now) {
  byId("now").dataset.phase = now.phase;
  byId("phase").textContent = PHASES[now.phase];
  byId("activity").textContent = now.label;
  const face = byId("now-icon");
  if (face.dataset.shows !== now.icon) {
    face.dataset.shows = now.icon;
    face.replaceChildren(icon(now.icon));
  }
  const track = byId("track");
  track.style.visibility = now.total ? "visible" : "hidden";
  track.setAttribute("aria-valuemax", now.total);
  track.setAttribute("aria-valuenow", now.done);
  byId("bar").style.width = now.total ? `${(100 * now.done) / now.total}%` : "0";
  byId("step").textContent = now.total ? `${now.done} of ${now.total}${now.device ? ` · ${now.device}` : ""}` : "";
}

function drawActivity(activity) {
  return el("button", {
    class: "tile", "aria-pressed": String(activity.current), "data-testid": `activity-${activity.id}`,
    onclick: () => send("activity", { id: activity.id }),
  }, icon(activity.icon), el("span", {}, activity.label));
}

function drawDevice(device) {
  const about = [device.maker, device.input].filter(Boolean).join(" · ");
  return el("li", { "data-power": device.powered ? "on" : "off", "data-testid": `device-${device.id}` },
    icon(device.icon), el("div", {}, device.label, el("small", {}, about)),
    el("b", {}, device.powered ? "On" : "Off"));
}

let seen = null;

function drawInfrared(state) {
  const keys = state.infrared;
  byId("sent-count").textContent = state.sent === 1 ? "1 key sent" : `${state.sent} keys sent`;
  if (keys.length) {
    redraw(byId("infrared"), keys, (key) => el("li", {
      class: [key.live ? "live" : "", seen !== null && key.number > seen ? "fresh" : ""].join(" ").trim() || null,
      "data-testid": `infrared-${key.number}`,
    }, el("strong", {}, key.command), el("small", {}, `${key.device} · ${key.via}`), drawLength(key)));
  } else {
    redraw(byId("infrared"), ["nothing"], () => el("li", { class: "none" }, "Nothing has been sent yet."));
  }
  const puck = byId("puck");
  puck.classList.toggle("held", keys.some((key) => key.live));
  const newest = keys.length ? keys[0].number : 0;
  if (seen !== null && newest > seen) {
    puck.classList.remove("blast");
    void puck.offsetWidth; // Without a look at the layout the animation would not begin again.
    puck.classList.add("blast");
  }
  seen = newest;
}

function drawLength(key) {
  const bar = el("i", {});
  bar.style.width = `${Math.min(90, 4 + 30 * (key.held ?? 3))}px`;
  const text = key.live ? "held…" : length(key.held);
  return el("span", { class: "long" }, key.holds ? `${text} · ${key.holds} holds` : text, bar);
}

function drawFault(fault) {
  return el("li", {}, el("button", {
    class: "fault", role: "switch", "aria-checked": String(fault.on), "data-testid": `fault-${fault.name}`,
    onclick: () => send("fault", { name: fault.name, on: !fault.on }),
  }, el("span", {}, fault.title, el("small", {}, fault.summary))));
}

function draw(state) {
  drawHub(state);
  drawNow(state.now);
  redraw(byId("activities"), state.activities, drawActivity);
  redraw(byId("devices"), state.devices, drawDevice);
  drawInfrared(state);
  const plug = byId("plug");
  plug.textContent = state.plugged ? "Unplug" : "Plug in";
  plug.dataset.does = state.plugged ? "unplug" : "plug-in";
  const which = byId("rename-which");
  const chosen = which.value;
  const named = state.activities.filter((one) => one.id !== "-1").map(({ id, label }) => ({ id, label }));
  redraw(which, named, (one) => el("option", { value: one.id }, one.label));
  if (named.some((one) => one.id === chosen)) which.value = chosen;
  redraw(byId("faults"), state.faults, drawFault);
  byId("room").setAttribute("aria-busy", "false");
}

for (const button of document.querySelectorAll("[data-action]")) {
  button.addEventListener("click", () => send(button.dataset.action));
}
byId("plug").addEventListener("click", (event) => send(event.currentTarget.dataset.does));
byId("rename").addEventListener("submit", (event) => {
  event.preventDefault();
  const label = byId("rename-label");
  send("rename", { id: byId("rename-which").value, label: label.value });
  label.value = "";
});
setInterval(tick, 500);
new EventSource("/events").addEventListener("message", (event) => draw(JSON.parse(event.data)));
