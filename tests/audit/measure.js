// Runs in the page of an audit: does what a person does, and writes what it measures into an element with the id `seen`.
const seen = {};
const outside = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1;
const frame = document.querySelector("svg").getBoundingClientRect();
const boxes = [...document.querySelectorAll("svg .place")].map((one) => one.getBoundingClientRect());
seen.texts = document.querySelectorAll("svg text").length;
seen.leaving = [...document.querySelectorAll("svg .name, svg .row, svg .mark")].filter((one) => {
  const own = one.getBoundingClientRect();
  const within = (box) => own.left >= box.left - 1 && own.left <= box.right;
  const box = boxes.find((box) => within(box) && own.top >= box.top - 2 && own.bottom <= box.bottom + 2);
  return !box || outside(own, box);
}).map((one) => one.textContent);
const texts = [...document.querySelectorAll("svg text")];
seen.clipped = texts.filter((one) => outside(one.getBoundingClientRect(), frame)).length;
seen.wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
const shown = (css) => [...document.querySelectorAll(css)].filter((one) => one.offsetParent !== null);
const choose = (id, value) => {
  const one = document.getElementById(id);
  one.value = value;
  one.dispatchEvent(new Event(one.tagName === "INPUT" ? "input" : "change"));
};
seen.items = shown(".item").length;
choose("standing", "stray"); seen.strays = shown(".item").length; choose("standing", "");
choose("text", "VPC-1"); seen.named = shown(".item").length; choose("text", "");
seen.controls = shown(".control").length;
choose("judged", "inherited"); seen.inherited = shown(".control").length; choose("judged", "");
choose("state", "stops"); seen.stopped = shown(".path").length; choose("state", "");
choose("service", "worker"); seen.worker = shown(".path").length; choose("service", "");
seen.again = shown(".item").length;
seen.ink = getComputedStyle(document.body).color; seen.back = getComputedStyle(document.body).backgroundColor;
seen.title = document.title;
const out = document.createElement("output");
out.id = "seen";
out.textContent = JSON.stringify(seen);
document.body.append(out);
