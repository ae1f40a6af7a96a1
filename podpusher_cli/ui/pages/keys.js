"use strict";
// What keys and buttons do.

function decide(doing) {
  const design = current && current.dataset.design;
  if (!design) return;
  if (doing === "tag") return askTags(design);
  mark(design, doing);
  if (doing === "drop") askWhy(design);
  else if (doing === "keep") next();
}

// The next card that is not decided, beginning behind the current one; where there is none, the next one.
function next() {
  const all = shown();
  const place = all.indexOf(current);
  const rest = [...all.slice(place + 1), ...all.slice(0, Math.max(place, 0))];
  go(rest.find((card) => card.dataset.state === "new" && !pending.has(card.dataset.design)) || all[place + 1] || current);
}

function move(by) {
  const all = shown();
  const place = all.indexOf(current);
  go(all[place < 0 ? 0 : Math.min(all.length - 1, Math.max(0, place + by))]);
}

// A row up or down: as many cards as stand beside each other.
function columns() {
  const all = shown();
  const beside = all.findIndex((card) => card.offsetTop !== all[0].offsetTop);
  return beside < 0 ? all.length : beside;
}

function rate(rating) {
  if (current) mark(current.dataset.design, "rate", { rating });
}

const forward = document.dir === "rtl" ? -1 : 1;
const keys = {
  ArrowRight: () => move(forward), ArrowLeft: () => move(-forward), ArrowDown: () => move(loupe.open ? 1 : columns()),
  ArrowUp: () => move(loupe.open ? -1 : -columns()), h: () => move(-1), j: () => move(1), Home: () => go(shown()[0]), End: () => go(shown().at(-1)),
  k: () => decide("keep"), x: () => decide("drop"), t: () => decide("tag"), r: () => decide("reset"), u: undo,
  0: () => rate(null), 1: () => rate(1), 2: () => rate(2), 3: () => rate(3), 4: () => rate(4), 5: () => rate(5),
  Enter: look, " ": look, c: nextCloth, "?": () => help.showModal(),
};

function keyInWhy(event) {
  const reasons = [...why.querySelectorAll("[data-reason]")];
  const chosen = reasons[Number(event.key) - 1];
  if (chosen) answerWhy(chosen.dataset.reason);
  else if (["x", "Escape"].includes(event.key)) leaveWhy();
  else if (event.key === "u") { leaveWhy(false); undo(); }
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (isOver || event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
  if (why.open) return keyInWhy(event);
  if (tagger.open || help.open) return;
  const isButton = event.target.closest("button");
  if (isButton && ["Enter", " "].includes(event.key)) return;
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const card = event.target.closest("article");
  if (card && card !== current) go(card);
  if (!button) return;
  const { doing, rating, untag, reason, filter: wanted, cloth } = button.dataset;
  if (doing) decide(button.ariaPressed === "true" ? "reset" : doing);
  else if (rating) rate(standings.get(current.dataset.design).rating === Number(rating) ? null : Number(rating));
  else if (untag !== undefined) mark(current.dataset.design, "untag", { tag: untag });
  else if (reason) answerWhy(reason);
  else if (cloth) dressIn(cloth);
  else if (button.dataset.move) move(Number(button.dataset.move));
  else if ("close" in button.dataset) why.open ? leaveWhy() : button.closest("dialog").close();
  else if (wanted) { filter(wanted); go(shown()[0]); }
  else if (button.matches(".look")) look();
});

document.querySelector("#alert button").addEventListener("click", () => warn(""));
document.getElementById("undo-button").addEventListener("click", undo);
document.getElementById("help-button").addEventListener("click", () => help.showModal());
document.getElementById("done-button").addEventListener("click", () => inLine(async () => {
  await ask("done", {});
  isOver = true;
  const states = count();
  for (const each of document.querySelectorAll(".bar, main, .keys, #toast")) each.hidden = true;
  const end = document.getElementById("end");
  document.getElementById("summary").textContent = filled(words.summary, { kept: states.kept, dropped: states.dropped, open: states.new });
  end.hidden = false;
  end.focus();
}));

for (const card of cards) {
  draw(card.dataset.design);
  near.observe(card.querySelector("img"));
}
filter(told.filter);
go(shown()[0]);
