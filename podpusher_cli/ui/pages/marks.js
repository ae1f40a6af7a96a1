"use strict";
// What is said to podpusher: one thing after the other, each on its disk before the page shows it.

const told = JSON.parse(document.getElementById("told").textContent);
const words = told.words;
const standings = new Map(Object.entries(told.standings));
const pending = new Set();
const windows = new BroadcastChannel("podpusher" + location.pathname);
const undoable = JSON.parse(sessionStorage.getItem(told.key) || "[]"); // what this window did, also before a reload
let line = Promise.resolve();
let isOver = false;

function filled(sentence, fields) {
  return sentence.replace(/\{([a-z]+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
}

class Refused extends Error {}

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-Podpusher-Key": told.key },
  };
  const answer = await insist(path, { ...options, cache: "no-store" });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.error || "");
  return said;
}

// A connection may break; a mark that is made twice is made once.
async function insist(path, options) {
  for (const pause of [100, 500]) {
    try {
      return await fetch(path, options);
    } catch {
      await new Promise((done) => setTimeout(done, pause));
    }
  }
  return fetch(path, options);
}

// Does `work` when everything asked before has been answered. What podpusher refuses is shown; where it has ended, that.
function inLine(work) {
  line = line.then(async () => {
    if (isOver) return;
    try {
      await work();
    } catch (error) {
      warn(error instanceof Refused && error.message ? error.message : words.gone);
    }
  });
  return line;
}

function mark(design, doing, more = {}) {
  pending.add(design);
  return inLine(async () => {
    try {
      const done = await ask("marks", { design, doing, ...more });
      remember(done);
      stands(design, done.after, true);
      announce(saidOf(doing, done), design);
    } finally {
      pending.delete(design);
    }
  });
}

// A drop and the reason for it, or a key pressed twice, are taken back as one.
function remember(done) {
  const last = undoable.at(-1);
  const goesOn = last && last.design === done.design && done.after.state === "dropped" && last.after.state === "dropped";
  if (goesOn && JSON.stringify(last.after) === JSON.stringify(done.before)) undoable.pop();
  undoable.push(goesOn ? { ...done, before: last.before } : done);
  keepUndoable();
}

function keepUndoable() {
  sessionStorage.setItem(told.key, JSON.stringify(undoable));
}

function undo() {
  return inLine(async () => {
    const last = undoable.pop();
    keepUndoable();
    if (!last) return announce(words.nothing_to_undo);
    const before = await ask("undo", last);
    stands(last.design, before, true);
    announce(words.said_undone, last.design);
    go(cardOf(last.design));
  });
}

function stands(design, standing, isOurs) {
  standings.set(design, standing);
  draw(design);
  if (isOurs) windows.postMessage({ design, standing });
}

function saidOf(doing, done) {
  if (["rate", "tag", "untag"].includes(doing)) return words.said_changed;
  return words["said_" + done.after.state];
}

windows.onmessage = ({ data }) => standings.has(data.design) && stands(data.design, data.standing, false);

// Another window, or the command line, may have marked something while this one was not looked at.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") inLine(async () => {
    for (const [design, standing] of Object.entries(await ask("standings"))) stands(design, standing, false);
  });
});
