"use strict";
// What opens over the page: the large view, the reason for a drop, tags, the keys.

const loupe = document.getElementById("loupe");
const why = document.getElementById("why");
const tagger = document.getElementById("tagger");
const help = document.getElementById("help");
const findings = new Map();
const knownTags = new Set(told.tags);
let asked = null; // the design that a question is about

// The large view

function look() {
  if (!current || loupe.open) return;
  loupe.showModal();
  document.getElementById("loupe-title").focus();
  drawLoupe();
}

function drawLoupe() {
  if (!loupe.open) return;
  const design = current.dataset.design;
  const all = shown();
  showFindings(design);
  showCloths(design);
  document.getElementById("loupe-title").textContent = titleOf(design);
  loupe.querySelector(".facts").textContent = current.querySelector(".facts").textContent;
  loupe.dataset.state = current.dataset.state;
  dress(loupe, standings.get(design));
  document.getElementById("place").textContent = filled(words.place, { place: all.indexOf(current) + 1, total: all.length });
}

// The small picture is there at once; the large one takes its place when it has come.
function showLarge(folder) {
  const picture = document.getElementById("loupe-picture");
  if (picture.dataset.folder === folder) return;
  picture.dataset.folder = folder;
  picture.src = folder + "small.jpg";
  const large = new Image();
  large.addEventListener("load", () => {
    if (picture.dataset.folder !== folder) return;
    picture.src = large.src;
    preload(shown()[shown().indexOf(current) + 1]);
  });
  large.src = folder + "large.jpg";
}

// The next one is drawn while this one is looked at.
function preload(card) {
  if (!card) return;
  const [{ colour }] = JSON.parse(card.dataset.cloths);
  new Image().src = `pictures/${encodeURIComponent(card.dataset.design)}/${colour}/large.jpg`;
}

async function showFindings(design) {
  const list = loupe.querySelector(".warnings");
  if (list.dataset.design === design) return;
  list.dataset.design = design;
  list.replaceChildren();
  if (!findings.has(design)) findings.set(design, ask(`findings/${encodeURIComponent(design)}`).catch((error) => [error.message]));
  const found = await findings.get(design);
  if (list.dataset.design !== design) return;
  list.replaceChildren(...found.filter(Boolean).map((each) => Object.assign(document.createElement("li"), { textContent: each })));
}

// Its own colours of cloth; the first one until another is chosen.
function showCloths(design) {
  const box = loupe.querySelector(".cloths");
  if (box.dataset.design === design) return;
  box.dataset.design = design;
  box.replaceChildren(...JSON.parse(current.dataset.cloths).map(({ word, colour }) => {
    const button = Object.assign(document.createElement("button"), { type: "button", title: word, ariaLabel: word });
    button.dataset.cloth = colour;
    button.style.setProperty("background-color", "#" + colour);
    return button;
  }));
  dressIn(box.firstElementChild.dataset.cloth);
}

function dressIn(cloth) {
  const box = loupe.querySelector(".cloths");
  for (const each of box.children) each.setAttribute("aria-pressed", String(each.dataset.cloth === cloth));
  showLarge(`pictures/${encodeURIComponent(box.dataset.design)}/${cloth}/`);
}

function nextCloth() {
  if (!loupe.open) return look();
  const chosen = loupe.querySelector(".cloths [aria-pressed=true]");
  dressIn((chosen.nextElementSibling || chosen.parentElement.firstElementChild).dataset.cloth);
}

loupe.addEventListener("close", () => go(current));

// Why it is dropped

function askWhy(design) {
  asked = design;
  why.querySelector(".about").textContent = titleOf(design);
  document.getElementById("other").hidden = true;
  document.getElementById("because").value = "";
  why.showModal();
  why.querySelector("[data-close]").focus();
}

function answerWhy(reason) {
  if (reason === "other") {
    document.getElementById("other").hidden = false;
    document.getElementById("because").focus();
    return;
  }
  mark(asked, "drop", { reason });
  leaveWhy();
}

// At once: the browser says that a dialog is closed when it finds the time, and keys may come before that.
function leaveWhy(goOn = true) {
  why.close();
  if (goOn) next();
}

document.getElementById("other").addEventListener("submit", (event) => {
  event.preventDefault();
  const because = document.getElementById("because").value;
  mark(asked, "drop", because.trim() ? { reason: "other", because } : { reason: "other" });
  leaveWhy();
});
why.addEventListener("cancel", (event) => {
  event.preventDefault();
  leaveWhy();
});

// Tags

function askTags(design) {
  asked = design;
  const known = [...knownTags].map((tag) => Object.assign(document.createElement("option"), { value: tag }));
  document.getElementById("known").replaceChildren(...known);
  document.getElementById("tags").value = "";
  tagger.querySelector(".about").textContent = titleOf(design);
  tagger.showModal();
  document.getElementById("tags").focus();
}

tagger.querySelector("form").addEventListener("submit", () => {
  for (const tag of document.getElementById("tags").value.split(",").map((each) => each.trim()).filter(Boolean)) {
    knownTags.add(tag.toLowerCase());
    mark(asked, "tag", { tag });
  }
});
tagger.addEventListener("close", () => go(current));
help.addEventListener("close", () => go(current));
for (const each of document.querySelectorAll("dialog")) each.addEventListener("close", placeToast);
