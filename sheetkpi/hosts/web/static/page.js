// The search over the list of functions. Without it the page is the same, only longer.
const search = document.getElementById("search");
const nothing = document.getElementById("nothing");
const articles = [...document.querySelectorAll("article")].map((element) => ({ element, text: element.textContent.toLowerCase() }));
const groups = [...document.querySelectorAll(".group")];

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const { element, text } of articles) element.hidden = !words.every((word) => text.includes(word));
  for (const group of groups) group.hidden = !group.querySelector("article:not([hidden])");
  nothing.hidden = groups.some((group) => !group.hidden);
}

search.hidden = false;
search.addEventListener("input", filter);
filter(); // the browser may have kept a word from the last visit
