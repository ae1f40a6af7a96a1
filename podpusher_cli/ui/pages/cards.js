"use strict";
// How designs are shown: each card as it stands, which of them, and how many are left.

const cards = [...document.querySelectorAll("article")];
const byDesign = new Map(cards.map((card) => [card.dataset.design, card]));
const filters = [...document.querySelectorAll("[data-filter]")];
let current = null;
let toastEnds = 0;

const cardOf = (design) => byDesign.get(design);
const titleOf = (design) => cardOf(design).querySelector("h2").textContent;
const shown = () => cards.filter((card) => !card.hidden);

function draw(design) {
  const standing = standings.get(design);
  const card = cardOf(design);
  card.dataset.state = standing.state;
  dress(card, standing);
  if (current === card) drawLoupe();
  count();
}

// Badge, stars, tags and buttons below `root`: a card, or the large view.
function dress(root, standing) {
  root.querySelector(".badge").textContent = badgeOf(standing);
  for (const star of root.querySelectorAll("[data-rating]")) {
    const isLit = standing.rating !== null && Number(star.dataset.rating) <= standing.rating;
    star.classList.toggle("lit", isLit);
    star.textContent = isLit ? "★" : "☆";
    star.setAttribute("aria-pressed", String(Number(star.dataset.rating) === standing.rating));
  }
  root.querySelector(".keep").setAttribute("aria-pressed", String(standing.state === "kept"));
  root.querySelector(".drop").setAttribute("aria-pressed", String(standing.state === "dropped"));
  root.querySelector(".tags").replaceChildren(...standing.tags.map((tag) => chip(tag, root !== current && root.tagName === "ARTICLE")));
}

function chip(tag, isAside) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  const remove = document.createElement("button");
  text.textContent = tag;
  text.dir = "auto";
  remove.type = "button";
  remove.dataset.untag = tag;
  remove.textContent = "✕";
  remove.tabIndex = isAside ? -1 : 0;
  remove.setAttribute("aria-label", filled(words.untag, { tag }));
  item.append(text, remove);
  return item;
}

function badgeOf(standing) {
  if (standing.state === "new") return "";
  if (standing.state === "kept" || !standing.reason) return words["badge_" + standing.state];
  return filled(words.badge_why, { why: standing.because || told.reasons[standing.reason] });
}

function count() {
  const states = { new: 0, kept: 0, dropped: 0, all: cards.length };
  for (const standing of standings.values()) states[standing.state] += 1;
  const decided = cards.length - states.new;
  document.getElementById("progress").value = decided;
  document.getElementById("count").textContent = filled(words.count, { decided, total: cards.length });
  for (const each of filters) each.querySelector("b").textContent = states[each.dataset.filter];
  return states;
}

function filter(name) {
  for (const each of filters) each.setAttribute("aria-pressed", String(each.dataset.filter === name));
  for (const card of cards) card.hidden = name !== "all" && card.dataset.state !== name;
  document.getElementById("none").hidden = shown().length > 0;
}

// Make a card the current one: it alone can be reached with Tab, and its buttons.
function go(card) {
  if (!card) return;
  if (card.hidden) filter("all");
  if (current) reach(current, -1);
  current = card;
  reach(card, 0);
  if (loupe.open) drawLoupe();
  else {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
}

function reach(card, index) {
  card.tabIndex = index;
  for (const button of card.querySelectorAll("button")) button.tabIndex = index;
}

function announce(sentence, design) {
  const toast = document.getElementById("toast");
  document.getElementById("said").textContent = filled(sentence, { title: design ? titleOf(design) : "" });
  document.getElementById("undo-button").hidden = undoable.length === 0;
  toast.hidden = false;
  placeToast();
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { toast.hidden = true; }, 5000);
}

// What is behind an open dialog can be neither seen nor pressed.
function placeToast() {
  const open = [...document.querySelectorAll("dialog[open]")].at(-1) || document.body;
  open.append(document.getElementById("toast"));
}

// Stays until it is closed: what went wrong a moment ago is not made good by what went well since.
function warn(sentence) {
  const alert = document.getElementById("alert");
  alert.querySelector("span").textContent = sentence;
  alert.hidden = sentence === "";
}

// Pictures are asked for when they come near, and few at once: a browser has six lines to podpusher, and marks need some.
const wanted = [];
let coming = 0;
const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    wanted.push(target);
  }
  fetchPictures();
}, { rootMargin: "500px" });

function fetchPictures() {
  while (coming < 3 && wanted.length) {
    const [picture] = wanted.splice(Math.max(0, wanted.findIndex(isOnScreen)), 1);
    const over = () => { coming -= 1; fetchPictures(); };
    coming += 1;
    picture.addEventListener("load", over, { once: true });
    picture.addEventListener("error", () => { picture.alt = words.unreadable; over(); }, { once: true });
    picture.src = picture.dataset.src;
  }
}

function isOnScreen(picture) {
  const { top, bottom } = picture.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
