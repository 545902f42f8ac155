// Buttons that copy a file. Without them one opens the file and copies it by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const response = await fetch(button.dataset.copy);
    await navigator.clipboard.writeText(await response.text());
    button.textContent = `✓ ${button.dataset.done}`;
  });
}
